package io.datasync.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ConnectionPools;
import io.datasync.database.DatabaseCheck;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.jdbc.SourceAdvice;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.Destination;
import io.datasync.loader.Destinations;
import io.datasync.rows.RowSchema;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;

/** Opens every connection that a configuration names, and compares its tables with the real ones. Changes nothing. */
final class ConnectCheck {
    private final DataSyncConfig config;
    private final PrintStream out;
    private final FetcherTypes fetchers = FetcherTypes.load();
    private final Decoding decoding;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, DataSource> sources = new HashMap<>();

    /**
     * Something that does not fit.
     *
     * @param text names the part of the configuration it belongs to
     */
    record Problem(String text, ErrorCode.Kind kind) {}

    /**
     * A check that has not begun.
     *
     * @param out is told how the values of the tables will be decoded, and what would make the databases work better
     */
    ConnectCheck(DataSyncConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
        this.decoding = new Decoding(fetchers, out);
    }

    /** Everything that does not fit. */
    List<Problem> run() {
        try (Lifecycle parts = new Lifecycle()) {
            if (!config.kafka().bootstrapServers().isBlank()) {
                checkKafka(parts);
            }
            for (SourceConfig source : config.sources().values()) {
                checkSource(source, parts);
            }
            sayHowTablesAreRead();
            if (!config.destination().url().isBlank()) {
                checkTables(parts);
            }
        }
        return problems;
    }

    private void checkKafka(Lifecycle parts) {
        attempt("kafka", () -> {
            Admin admin = parts.add("admin client", new KafkaClients(config.kafka()).admin());
            new KafkaCheck(admin, config.kafka().bootstrapServers()).run();
        });
    }

    private void checkSource(SourceConfig source, Lifecycle parts) {
        attempt("sources." + source.name(), () -> {
            HikariDataSource pool = parts.add("source", ConnectionPools.source(source, 1));
            DatabaseCheck.source(source.name(), pool);
            sources.put(source.name(), pool);
            SourceAdvice.of(source, pool).forEach(advice -> advise("sources." + source.name(), advice));
        });
    }

    private void sayHowTablesAreRead() {
        for (int index = 0; index < config.tables().size(); index++) {
            TableConfig table = config.tables().get(index);
            SourceConfig source = config.sources().get(table.sourceSystem());
            DataSource connections = sources.get(table.sourceSystem());
            if (source != null && connections != null) {
                String path = "tables[" + index + "] " + table.tableName();
                attempt(path, () -> {
                    decoding.print(table, source, connections);
                    fetchers.get(table.fetcher())
                            .advice(table, source, connections)
                            .forEach(advice -> advise(path, advice));
                });
            }
        }
    }

    private void checkTables(Lifecycle parts) {
        attempt("destination", () -> {
            HikariDataSource pool = ConnectionPools.destination(config.destination(), 2);
            Destination destination = parts.add("destination", Destinations.over(config, pool));
            destination.checkHealth();
            destination.advice().forEach(advice -> advise("destination", advice));
            for (int index = 0; index < config.tables().size(); index++) {
                TableConfig table = config.tables().get(index);
                String path = "tables[" + index + "] " + table.tableName();
                attempt(path, () -> checkTable(table, destination));
            }
        });
    }

    /** Tables of a source that does not answer are passed over: that is one problem, not many. */
    private void checkTable(TableConfig table, Destination destination) {
        SourceConfig source = config.sources().get(table.sourceSystem());
        DataSource connections = sources.get(table.sourceSystem());
        if (source == null || connections == null) {
            return;
        }
        Instant now = Instant.now();
        FetchRequest request = FetchRequest.whole(table, source, UpdateType.HOURLY, now, now);
        RowSchema schema;
        try (RowStream stream = fetchers.get(table.fetcher()).open(request, connections)) {
            schema = stream.schema();
        }
        destination.compare(table, schema);
    }

    /** What stops nothing is no problem, and changes no exit code. */
    private void advise(String path, String advice) {
        out.println(path + ": " + advice);
    }

    private void attempt(String path, Runnable check) {
        try {
            check.run();
        } catch (DataSyncException failure) {
            Problem problem = new Problem(
                    path + ": " + failure.getMessage(), failure.code().kind());
            // A source that refuses may do so twice, once asked how to decode and once for the columns.
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
    }
}
