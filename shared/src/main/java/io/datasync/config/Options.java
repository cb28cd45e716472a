package io.datasync.config;

import java.time.Duration;

/**
 * Options of the whole installation.
 *
 * @param checkInterval how often a scheduler looks for due tables
 * @param maxDegreeOfParallelism most open operations at a time, over all processes; 1 to 10,000
 * @param batchSize most rows of a batch, the unit of loading; 1 to 10,000,000
 * @param bulkCopyBatchSize rows that SQL Server's bulk copy sends at a time; 0 sends a batch at once; up to 10,000,000
 * @param lookbackMultiplier how many intervals an incremental fetch looks back; 0 to 1,000
 * @param purgeRetentionDays days after which closed DataUpdate rows are deleted; 1 to 36,500
 * @param batchRetention how long a batch topic is kept after its operation ended, for replays
 * @param staleAfter an open operation without a sign of life for so long is closed as failed
 * @param maxRejects rows an operation may reject and still succeed
 * @param unhealthyAfter failures in a row that make a table unhealthy; 1 to 1,000,000
 * @param shutdownTimeout how long a stopping process may take to finish or hand back its work
 */
public record Options(
        Duration checkInterval,
        int maxDegreeOfParallelism,
        int batchSize,
        int bulkCopyBatchSize,
        double lookbackMultiplier,
        int purgeRetentionDays,
        Duration batchRetention,
        Duration staleAfter,
        RejectLimit maxRejects,
        int unhealthyAfter,
        Duration shutdownTimeout) {

    public static final Options DEFAULTS = new Options(
            Duration.ofMinutes(1),
            4,
            125_000,
            100_000,
            3,
            90,
            Duration.ofHours(24),
            Duration.ofMinutes(15),
            RejectLimit.ofRows(0),
            3,
            Duration.ofSeconds(30));
}
