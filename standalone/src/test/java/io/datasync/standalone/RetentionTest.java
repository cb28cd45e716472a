package io.datasync.standalone;

import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is deleted in time, and what stays. */
class RetentionTest {
    @Test
    void theStartPurgesOldRowsOfTheLogButNoTablesLastSuccess() {
        try (TestPipeline pipeline =
                new TestPipeline(table("kept")).options("purgeRetentionDays: 30", "batchRetention: 1s")) {
            pipeline.inSource(
                    "CREATE TABLE kept (id int PRIMARY KEY, changed timestamptz NOT NULL)",
                    "INSERT INTO kept VALUES (1, now())");
            pipeline.start();
            LogEntry first = pipeline.succeed("kept", MASS);
            String firstId = first.operation().operationId();
            LogEntry last = pipeline.succeed("kept", MASS);
            String lastId = last.operation().operationId();

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            !pipeline.topicNames().contains(pipeline.topics().batches(lastId)));
            assertTrue(pipeline.topicNames().contains(pipeline.topics().events()));
            DataSyncException gone = assertThrows(DataSyncException.class, () -> pipeline.replay(lastId));
            assertEquals(ErrorCode.BATCH_DAMAGED, gone.code());
            assertTrue(String.valueOf(gone.getMessage()).contains("batchRetention"), gone.getMessage());

            pipeline.stop();
            pipeline.inDestination("UPDATE " + pipeline.control().name()
                    + ".DataUpdate SET StartDT = StartDT - interval '31 days', EndDT = EndDT - interval '31 days'");
            pipeline.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            pipeline.operations().dataUpdates().find(firstId).isEmpty());
            assertEquals(List.of(lastId), pipeline.controlRows("SELECT OperationId FROM DataUpdate"));
            assertEquals(List.of(lastId), pipeline.controlRows("SELECT DISTINCT OperationId FROM LoadLedger"));
        }
    }
}
