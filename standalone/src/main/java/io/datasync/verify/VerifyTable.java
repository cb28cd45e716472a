package io.datasync.verify;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.loader.Destination;
import io.datasync.loader.target.TargetTable;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.schedule.LastUpdate;
import io.datasync.verify.BucketSums.Differing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table's rows in source and destination. Both are read once, at the same time, into a fixed number of buckets by key;
 * if any of these differ both are read once more, and the rows of those buckets are compared. What differed in the first
 * reading only was being changed just then.
 */
public final class VerifyTable {
    /** Rows of both sides that are kept at most, 1 to 2 KB each. */
    private static final int MOST_KEPT_ROWS = 50_000;

    private final DataSyncConfig config;
    private final OpenSides sides;
    private final Destination destination;
    private final DataUpdateLog log;
    private final InstantSource clock;
    private final LongConsumer progress;

    /** @param progress is told of rows that were read, by several threads */
    public VerifyTable(
            DataSyncConfig config,
            FetcherTypes fetchers,
            Destination destination,
            DataUpdateLog log,
            InstantSource clock,
            LongConsumer progress) {
        this.config = config;
        this.sides = new OpenSides(config.destination(), fetchers);
        this.destination = destination;
        this.log = log;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Compares.
     *
     * @param deep all values, otherwise keys and the stamp of the last update
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if the table has no key columns, with the codes of either
     *     database if it does not answer or refuses, and as {@link Destination#compare}
     */
    public Verdict run(TableConfig table, boolean deep) throws InterruptedException {
        if (table.keyColumns().isEmpty()) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    table.tableName()
                            + " has no keyColumns, so its rows cannot be told apart; name them to compare it");
        }
        Optional<LogEntry> before = log.last(table.tableName());
        TargetTable target = destination.describe(table);
        BucketSums source = new BucketSums();
        BucketSums copy = new BucketSums();
        Reading first = read(table, target, deep, summing(source), summing(copy));
        Differing differing = source.compare(copy, MOST_KEPT_ROWS);
        return differing.all() == 0
                ? verdict(table, first, Found.NOTHING, differing, before, before)
                : lookAgain(table, target, first, differing, before);
    }

    /** How a table was read. */
    private record Reading(
            boolean deep,
            ComparedColumns columns,
            long sourceRows,
            long destinationRows,
            long rejected,
            long unreadableInSource,
            long unreadableInDestination) {}

    /** What became of the rows of differing buckets. */
    private record Found(List<RowDifference> differences, long notYetSynchronised, long sharedKeys) {
        static final Found NOTHING = new Found(List.of(), 0, 0);
    }

    private Reading read(TableConfig table, TargetTable target, boolean deep, RowSink sourceRows, RowSink copiedRows)
            throws InterruptedException {
        SourceConfig source = Objects.requireNonNull(config.sources().get(table.sourceSystem()));
        try (Sides opened = sides.open(table, source, target, deep)) {
            opened.read(sourceRows, copiedRows, progress);
            Side of = opened.source();
            Side to = opened.destination();
            return new Reading(
                    deep, opened.columns(), of.rows(), to.rows(), of.setAside(), of.unreadable(), to.unreadable());
        }
    }

    private static RowSink summing(BucketSums sums) {
        return (forms, chunk, row, aside) -> {
            if (!aside) {
                sums.add(forms.keyHash(), forms.rowHash());
            }
        };
    }

    private Verdict lookAgain(
            TableConfig table, TargetTable target, Reading first, Differing differing, Optional<LogEntry> before)
            throws InterruptedException {
        Optional<LogEntry> between = log.last(table.tableName());
        KeptRows kept = new KeptRows(first.columns(), differing.chosen(), lastSync(table), clock.instant());
        Reading second = read(table, target, first.deep(), kept::takeSource, kept::takeDestination);
        List<RowDifference> differences = kept.compare(sides.sameKeys(target, second.columns(), kept));
        Found found = new Found(differences, kept.notYetSynchronised(), kept.sharedKeys());
        return verdict(table, second, found, differing, before, between);
    }

    private Verdict verdict(
            TableConfig table,
            Reading reading,
            Found found,
            Differing differing,
            Optional<LogEntry> before,
            Optional<LogEntry> between) {
        Optional<LogEntry> after = log.last(table.tableName());
        boolean operationRan = before.filter(entry -> entry.endedAt() == null).isPresent()
                || !id(before).equals(id(after));
        return new Verdict(
                table.tableName(),
                reading.deep(),
                reading.sourceRows(),
                reading.destinationRows(),
                found.differences(),
                found.notYetSynchronised(),
                found.sharedKeys(),
                reading.rejected() + reading.unreadableInSource(),
                reading.unreadableInSource(),
                reading.unreadableInDestination(),
                differing.left(),
                !reading.columns().collatedKeys().isEmpty() && !sides.knowsSameKeys(),
                id(between),
                operationRan);
    }

    private static Optional<String> id(Optional<LogEntry> entry) {
        return entry.map(found -> found.operation().operationId());
    }

    /** When the success began that brought the newest rows. */
    private @Nullable Instant lastSync(TableConfig table) {
        return log.lastUpdates().newest(table).map(LastUpdate::startedAt).orElse(null);
    }
}
