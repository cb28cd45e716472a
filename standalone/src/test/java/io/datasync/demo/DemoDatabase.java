package io.datasync.demo;

import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.embedded.TestPostgreSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own for a demo source, whose schemas have fixed names. */
record DemoDatabase(DataSource database) {
    static final Instant REFERENCE = Instant.parse("2026-03-02T10:20:30.123456Z");
    static final ZoneId SITE = ZoneId.of("America/Chicago");

    static DemoDatabase empty() {
        EmbeddedPostgreSql server = TestPostgreSql.server();
        String name = "demo_" + UUID.randomUUID().toString().substring(0, 8);
        server.createDatabase(name);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.jdbcUrl(name));
        database.setUser(server.user());
        return new DemoDatabase(database);
    }

    static DemoDatabase seeded(DemoOptions options) throws SQLException {
        DemoDatabase made = empty();
        new DemoSource(made.database(), options).create();
        return made;
    }

    static DemoOptions options(long seed, double scale) {
        return new DemoOptions(seed, scale, REFERENCE, SITE);
    }

    /** The value of a key that has to be there. */
    static <V> V at(Map<String, V> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    long number(String query, Object... parameters) throws SQLException {
        return Long.parseLong(rows(query, parameters).get(0));
    }

    /** The first column of each row. */
    List<String> rows(String query, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> first = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    first.add(rows.getString(1));
                }
            }
            return first;
        }
    }

    List<String> tables() throws SQLException {
        return rows(
                "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('jde', 'cms') ORDER BY 1");
    }

    /** The hash of each table's rows. */
    List<String> checksums() throws SQLException {
        List<String> sums = new ArrayList<>();
        for (String table : tables()) {
            sums.add(table + " "
                    + rows("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + table + " AS t")
                            .get(0));
        }
        return sums;
    }
}
