package io.datasync.fetcher.jdbc;

import java.util.List;

/**
 * A SELECT as the driver takes it.
 *
 * @param sql statement with a {@code ?} a parameter
 * @param parameters values for {@link java.sql.PreparedStatement#setObject(int, Object)}, in order
 */
public record SourceQuery(String sql, List<Object> parameters) {
    public SourceQuery {
        parameters = List.copyOf(parameters);
    }
}
