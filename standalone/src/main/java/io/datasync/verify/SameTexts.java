package io.datasync.verify;

import io.datasync.database.SqlDialect;
import io.datasync.database.SqlFailure;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.TargetType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Asks PostgreSQL which texts a column takes for the same, by its type (citext) and collation. */
record SameTexts(DataSource database, TargetTable target) {

    /** Numbers that are the same for the same texts; those that the column cannot hold have none. */
    Map<String, Long> classes(TargetColumn column, Collection<String> texts) {
        List<String> fitting = texts.stream().filter(text -> fits(text, column)).toList();
        Map<String, Long> classes = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query(column))) {
            statement.setArray(1, connection.createArrayOf("text", fitting.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    classes.put(fitting.get(rows.getInt(1) - 1), rows.getLong(2));
                }
            }
        } catch (SQLException failure) {
            throw SqlFailure.destination("Comparing keys of " + target.name(), failure);
        }
        return classes;
    }

    /** The cast would cut a longer text, and make it another one's equal. */
    private static boolean fits(String text, TargetColumn column) {
        boolean tooLong = column.type() instanceof TargetType.Text type
                && type.maxLength() > 0
                && text.stripTrailing().codePoints().count() > type.maxLength();
        return !tooLong && text.indexOf('\0') < 0;
    }

    /** The first half of the UNION brings no row, but the column's collation. */
    private String query(TargetColumn column) {
        String name = SqlDialect.POSTGRESQL.quote(column.name());
        return "SELECT number, dense_rank() OVER (ORDER BY text) FROM (SELECT 0 AS number, " + name + " AS text FROM "
                + SqlDialect.POSTGRESQL.quote(target.schema(), target.name())
                + " WHERE false UNION ALL SELECT number::int, CAST(text AS " + column.typeName()
                + ") FROM unnest(?) WITH ORDINALITY AS given (text, number)) AS texts";
    }
}
