package io.datasync.fetcher.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as the driver takes it.
 *
 * @param sql statement with a {@code ?} a parameter
 * @param parameters values for {@link java.sql.PreparedStatement#setObject(int, Object)}, in order
 * @param snapshot the snapshot to read in, if it is still there; null for none
 */
public record SourceQuery(
        String sql, List<Object> parameters, @Nullable String snapshot) {
    public SourceQuery {
        parameters = List.copyOf(parameters);
    }

    public SourceQuery(String sql, List<Object> parameters) {
        this(sql, parameters, null);
    }
}
