package io.datasync.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A destination table and where its rows come from.
 *
 * @param tableName the destination table, without schema
 * @param sourceSystem name of a source
 * @param fetcher type name of the fetcher: jdbc, jde, cms, sample or a plug-in's
 * @param query SELECT of the jdbc and cms fetchers; may use {@code :minimumDT}, {@code :now} and {@code :highWaterMark}
 * @param sourceTable table that the jde or cms fetcher reads, such as {@code F4111}
 * @param options further options by name, read by the fetcher
 * @param keyColumns destination columns that identify a row; empty only where nothing is merged
 * @param lastUpdateColumn destination column that tells the newer of two versions of a row
 * @param cursor column by whose growing numbers new rows are found, instead of by their last change
 * @param slices slices that an operation which reads every row is fetched in, 1 to 1,000; empty chooses by the number of rows
 * @param postProcessor type name of the post-processor: none, sql or a plug-in's
 * @param postProcessorSql statements of the sql post-processor
 * @param deletes what becomes of rows that the source no longer has
 */
public record TableConfig(
        String tableName,
        String sourceSystem,
        String fetcher,
        boolean enabled,
        Optional<String> query,
        Optional<String> sourceTable,
        Map<String, String> options,
        List<String> keyColumns,
        Optional<String> lastUpdateColumn,
        Optional<NumberCursor> cursor,
        OptionalInt slices,
        String postProcessor,
        List<String> postProcessorSql,
        MassSchedule mass,
        Schedule daily,
        Schedule hourly,
        DeletesSchedule deletes) {

    public static final String NO_POST_PROCESSOR = "none";

    /** More slices than this only cost; each has a partition of its own. */
    public static final int MOST_SLICES = 1_000;

    public TableConfig {
        options = Map.copyOf(options);
        keyColumns = List.copyOf(keyColumns);
        postProcessorSql = List.copyOf(postProcessorSql);
    }

    /** The schedule of that type. */
    public Schedule schedule(UpdateType type) {
        return switch (type) {
            case MASS -> mass.schedule();
            case DAILY -> daily;
            case HOURLY -> hourly;
            case DELETES -> deletes.schedule();
        };
    }
}
