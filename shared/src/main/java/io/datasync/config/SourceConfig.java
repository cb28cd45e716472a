package io.datasync.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A source database.
 *
 * @param name key under {@code sources:}; tables refer to it as their source system
 * @param url JDBC URL
 * @param fetchSize rows the driver fetches at a time; 1 to 1,000,000
 * @param maxOpenOperations most open operations that read from this source at a time, over all processes; at least 1
 * @param sessionSql statements run on each new connection, such as an isolation level
 * @param queryTimeout a source silent for so long is given up
 * @param jde rules of a JDE site, for tables read by the {@code jde} fetcher
 */
public record SourceConfig(
        String name,
        String url,
        Optional<String> user,
        Secret password,
        int fetchSize,
        int maxOpenOperations,
        List<String> sessionSql,
        Duration queryTimeout,
        Optional<JdeSite> jde) {

    public static final int DEFAULT_FETCH_SIZE = 10_000;
    public static final int DEFAULT_MAX_OPEN_OPERATIONS = Integer.MAX_VALUE;
    public static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofMinutes(10);

    public SourceConfig {
        sessionSql = List.copyOf(sessionSql);
    }

    public static SourceConfig of(String name, String url, Optional<String> user, Secret password) {
        return new SourceConfig(
                name,
                url,
                user,
                password,
                DEFAULT_FETCH_SIZE,
                DEFAULT_MAX_OPEN_OPERATIONS,
                List.of(),
                DEFAULT_QUERY_TIMEOUT,
                Optional.empty());
    }
}
