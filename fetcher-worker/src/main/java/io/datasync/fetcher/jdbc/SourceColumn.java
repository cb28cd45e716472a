package io.datasync.fetcher.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of a result as the driver describes it.
 *
 * @param index position, from 1
 * @param type a constant of {@link java.sql.Types} or of the driver
 * @param typeName the product's name of the type, in lower case
 */
public record SourceColumn(
        int index, String label, int type, String typeName, int precision, int scale, boolean nullable) {

    static List<SourceColumn> of(ResultSetMetaData metaData) throws SQLException {
        List<SourceColumn> columns = new ArrayList<>();
        for (int index = 1; index <= metaData.getColumnCount(); index++) {
            columns.add(new SourceColumn(
                    index,
                    metaData.getColumnLabel(index),
                    metaData.getColumnType(index),
                    metaData.getColumnTypeName(index).toLowerCase(Locale.ROOT),
                    metaData.getPrecision(index),
                    metaData.getScale(index),
                    metaData.isNullable(index) != ResultSetMetaData.columnNoNulls));
        }
        return columns;
    }
}
