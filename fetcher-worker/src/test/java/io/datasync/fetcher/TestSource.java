package io.datasync.fetcher;

import io.datasync.config.JdeSite;
import io.datasync.config.NumberCursor;
import io.datasync.config.Schedule;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.message.KeyRange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A schema of the real PostgreSQL as a source. */
public final class TestSource {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestPostgreSql.Schema schema = TestPostgreSql.newSchema();

    public String schemaName() {
        return schema.name();
    }

    public void execute(String... statements) {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public long number(String query) {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public DataSource dataSource() {
        return dataSource(schema.jdbcUrl());
    }

    public static DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser("postgres");
        return dataSource;
    }

    public SourceConfig config() {
        return config(Duration.ofMinutes(1), JdeSite.DEFAULTS);
    }

    /** With a small fetch size, so that a few rows need several fetches. */
    public SourceConfig config(Duration queryTimeout, JdeSite site) {
        return config(queryTimeout, site, List.of());
    }

    public SourceConfig config(Duration queryTimeout, JdeSite site, List<String> sessionSql) {
        return new SourceConfig(
                "TEST",
                schema.jdbcUrl(),
                Optional.of(schema.user()),
                Secret.none(),
                3,
                1,
                sessionSql,
                queryTimeout,
                Optional.of(site));
    }

    public static TableConfig table(
            String tableName,
            String fetcher,
            @Nullable String query,
            @Nullable String sourceTable,
            Map<String, String> options,
            String... keyColumns) {
        return TestingTable.named(tableName, keyColumns)
                .source("TEST")
                .fetcher(fetcher)
                .query(query)
                .sourceTable(sourceTable)
                .options(options)
                .build();
    }

    public FetchRequest request(TableConfig table, @Nullable Instant minimumDT) {
        return request(table, config(), minimumDT);
    }

    public static FetchRequest request(TableConfig table, SourceConfig source, @Nullable Instant minimumDT) {
        UpdateType type = minimumDT == null ? UpdateType.MASS : UpdateType.DAILY;
        return FetchRequest.whole(table, source, type, minimumDT, NOW);
    }

    /** Asks for the keys of all rows. */
    public FetchRequest keysOf(TableConfig table) {
        return FetchRequest.whole(table, config(), UpdateType.DELETES, null, NOW);
    }

    /** The same table in so many slices. */
    public static TableConfig sliced(TableConfig table, int slices) {
        return TestingTable.like(table).slices(slices).build();
    }

    /** The same table with a growing number. */
    public static TableConfig growing(TableConfig table, Optional<String> column, long window) {
        return TestingTable.like(table).cursor(new NumberCursor(column, window)).build();
    }

    /** The same table with an Hourly. */
    public static TableConfig hourly(TableConfig table) {
        return TestingTable.like(table)
                .hourly(Schedule.every(Duration.ofHours(1)))
                .build();
    }

    /** The same request for a part of its rows. */
    public static FetchRequest part(FetchRequest request, @Nullable KeyRange range, @Nullable String snapshot) {
        return new FetchRequest(
                request.table(),
                request.source(),
                request.updateType(),
                request.minimumDT(),
                request.now(),
                range,
                snapshot,
                request.highWaterMark());
    }

    /** The same request of a table whose largest number is known. */
    public static FetchRequest after(FetchRequest request, long highWaterMark) {
        return new FetchRequest(
                request.table(),
                request.source(),
                request.updateType(),
                request.minimumDT(),
                request.now(),
                request.range(),
                request.snapshot(),
                highWaterMark);
    }
}
