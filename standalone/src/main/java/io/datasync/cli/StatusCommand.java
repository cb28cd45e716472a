package io.datasync.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.schedule.LastUpdate;
import io.datasync.scheduler.schedule.LastUpdates;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows each table's last success and running operation, and the latest operations. It asks the log alone, so it works without Kafka. */
@Command(
        name = "status",
        description = {
            "Shows each table's last success and running operation, as the DataUpdate log has them.",
            "Kafka is not asked: while it is down, an operation that has ended may still be shown as running."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--recent",
            paramLabel = "N",
            converter = NotNegative.class,
            description = "also list the latest N operations")
    private int recent;

    @Override
    public Integer call() {
        DataSyncConfig read = config.readForRunning();
        try (HikariDataSource pool = ConnectionPools.destination(read.destination(), 1)) {
            DataUpdateLog log = new DataUpdateLog(pool, read.destination());
            System.out.print(tables(read, log.lastUpdates(), log.lastOfTables(), log.now()));
            if (recent > 0) {
                System.out.println();
                System.out.print(operations(log.recent(recent)));
            }
        }
        return ExitCodes.OK;
    }

    private static TextTable tables(
            DataSyncConfig config, LastUpdates lastUpdates, List<LogEntry> entries, Instant now) {
        TextTable text =
                new TextTable("table", "source", "last success", "type", "age", "records", "now", "last error");
        for (TableConfig table : config.tables()) {
            Optional<LastUpdate> last = lastUpdates.newest(table);
            Optional<LogEntry> latest = entries.stream()
                    .filter(entry -> entry.operation().tableName().equalsIgnoreCase(table.tableName()))
                    .findFirst();
            text.row(
                    table.tableName(),
                    table.sourceSystem(),
                    last.map(update -> time(update.startedAt())).orElse("never"),
                    last.map(update -> update.updateType().name()).orElse("-"),
                    last.map(update -> age(update.startedAt(), now)).orElse("-"),
                    last.map(update -> "%,d".formatted(update.records())).orElse("-"),
                    latest.map(StatusCommand::running).orElse(table.enabled() ? "idle" : "disabled"),
                    latest.map(StatusCommand::error).orElse(""));
        }
        return text;
    }

    private static TextTable operations(List<LogEntry> entries) {
        TextTable text = new TextTable("operation", "table", "type", "started", "ended", "records", "result");
        for (LogEntry entry : entries) {
            text.row(
                    entry.operation().operationId(),
                    entry.operation().tableName(),
                    entry.operation().updateType().name(),
                    time(entry.operation().startedAt()),
                    Optional.ofNullable(entry.endedAt())
                            .map(StatusCommand::time)
                            .orElse("-"),
                    entry.records() < 0 ? "-" : "%,d".formatted(entry.records()),
                    entry.endedAt() == null ? "running" : entry.successful() ? succeeded(entry) : error(entry));
        }
        return text;
    }

    private static String succeeded(LogEntry entry) {
        return entry.deleted() == null ? "succeeded" : "succeeded, " + Counted.of(entry.deleted(), "row") + " gone";
    }

    private static String running(LogEntry entry) {
        return entry.endedAt() == null ? entry.operation().updateType() + " running" : "idle";
    }

    private static String error(LogEntry entry) {
        return entry.errorCode() == null ? "" : entry.errorCode() + ": " + entry.errorMessage();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String age(Instant from, Instant now) {
        Duration age = Duration.between(from, now);
        return age.toHours() + "h " + age.toMinutesPart() + "m";
    }
}
