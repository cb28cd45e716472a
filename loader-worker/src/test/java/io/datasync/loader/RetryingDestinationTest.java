package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import io.datasync.telemetry.SyncMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RetryingDestinationTest {
    private final Deque<ErrorCode> failures = new ArrayDeque<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TableConfig table = TestingTables.table("lot", "id", "");
    private final Operation operation = new Operation("o", "lot", "erp", UpdateType.HOURLY, null, Instant.EPOCH);

    private Destination retrying(Duration pause) {
        return new RetryingDestination(new FailingDestination(), new SyncMetrics(registry), pause);
    }

    @Test
    void aBusyOrAbsentDatabaseIsAskedAgain() {
        failures.addAll(List.of(ErrorCode.DESTINATION_BUSY, ErrorCode.DESTINATION_UNAVAILABLE));
        assertEquals(12, retrying(Duration.ofMillis(1)).finishTarget(table, operation, (c, t, o) -> {}));
        assertEquals(0, failures.size());
        for (String code : List.of("DESTINATION_BUSY", "DESTINATION_UNAVAILABLE")) {
            assertEquals(
                    1, registry.get("sync.retries").tag("code", code).counter().count());
        }
    }

    @Test
    void afterSixAttemptsTheFailureIsFinal() {
        for (int attempt = 0; attempt < 7; attempt++) {
            failures.add(ErrorCode.DESTINATION_BUSY);
        }
        assertFails(ErrorCode.DESTINATION_BUSY, Duration.ofMillis(1));
        assertEquals(1, failures.size());
    }

    @Test
    void otherFailuresAreFinalAtOnce() {
        failures.addAll(List.of(ErrorCode.TARGET_MISMATCH, ErrorCode.TARGET_MISMATCH));
        assertFails(ErrorCode.TARGET_MISMATCH, Duration.ofMillis(1));
        assertEquals(1, failures.size());
    }

    @Test
    void anInterruptEndsThePauseAndIsKept() {
        failures.addAll(List.of(ErrorCode.DESTINATION_BUSY, ErrorCode.DESTINATION_BUSY));
        Thread interrupted = Thread.currentThread();
        Destination destination = retrying(Duration.ofHours(1));
        Thread interrupter = new Thread(() -> {
            Awaitility.await().until(() -> interrupted.getState() == Thread.State.TIMED_WAITING);
            interrupted.interrupt();
        });
        interrupter.start();
        assertThrows(RuntimeException.class, () -> destination.cleanTarget(table, operation));
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertEquals(1, failures.size());
    }

    private void assertFails(ErrorCode code, Duration pause) {
        DataSyncException failure =
                assertThrows(DataSyncException.class, () -> retrying(pause).prepareTarget(table, operation, false));
        assertEquals(code, failure.code());
    }

    /** Fails with the next code, or does nothing when there is none. */
    private final class FailingDestination implements Destination {
        private void step() {
            ErrorCode code = failures.poll();
            if (code != null) {
                throw new DataSyncException(code, "as told");
            }
        }

        @Override
        public void checkTarget(TableConfig config, Operation of, RowSchema schema) {
            step();
        }

        @Override
        public void compare(TableConfig config, RowSchema schema) {
            step();
        }

        @Override
        public TargetTable describe(TableConfig config) {
            step();
            return new TargetTable("s", config.tableName(), List.of(), List.of());
        }

        @Override
        public void deleteRows(TableConfig config, RowsToDelete rows) {
            step();
        }

        @Override
        public void prepareTarget(TableConfig config, Operation of, boolean empty) {
            step();
        }

        @Override
        public LoadCounts loadBatch(TableConfig config, LoadTask.LoadBatch task, Chunks chunks, LoadListener listener) {
            step();
            return LoadCounts.NONE;
        }

        @Override
        public long finishTarget(TableConfig config, Operation of, PostProcessor postProcessor) {
            step();
            return 12;
        }

        @Override
        public void cleanTarget(TableConfig config, Operation of) {
            step();
        }

        @Override
        public void checkHealth() {
            step();
        }

        @Override
        public void close() {}
    }
}
