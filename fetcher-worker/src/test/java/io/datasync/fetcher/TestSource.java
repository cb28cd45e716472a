package io.datasync.fetcher;

import io.datasync.config.JdeSite;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
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
import java.util.OptionalInt;
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
        return new TableConfig(
                tableName,
                "TEST",
                fetcher,
                true,
                Optional.ofNullable(query),
                Optional.ofNullable(sourceTable),
                options,
                List.of(keyColumns),
                Optional.empty(),
                OptionalInt.empty(),
                TableConfig.NO_POST_PROCESSOR,
                List.of(),
                MassSchedule.OFF,
                Schedule.DAILY_OFF,
                Schedule.HOURLY_OFF);
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
        return with(table, OptionalInt.of(slices), table.hourly());
    }

    /** The same table with an Hourly. */
    public static TableConfig hourly(TableConfig table) {
        return with(table, table.slices(), Schedule.every(Duration.ofHours(1)));
    }

    private static TableConfig with(TableConfig table, OptionalInt slices, Schedule hourly) {
        return new TableConfig(
                table.tableName(),
                table.sourceSystem(),
                table.fetcher(),
                table.enabled(),
                table.query(),
                table.sourceTable(),
                table.options(),
                table.keyColumns(),
                table.lastUpdateColumn(),
                table.cursor(),
                slices,
                table.postProcessor(),
                table.postProcessorSql(),
                table.mass(),
                table.daily(),
                hourly,
                table.deletes());
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
