package io.datasync.scheduler.schedule;

import java.time.Instant;

/**
 * That a table keeps failing: its operations since its last success from that source system that failed, but for those that were
 * cancelled by hand. Operations that bring rows and those that look for rows that are gone are counted apart.
 *
 * @param count at least 1
 * @param lastOperationId the one of them that was opened last
 * @param lastEndedAt when that one ended
 */
public record Failures(String tableName, String sourceSystem, int count, String lastOperationId, Instant lastEndedAt) {}
