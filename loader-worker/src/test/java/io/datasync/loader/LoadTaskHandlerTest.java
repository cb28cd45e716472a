package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.HttpConfig;
import io.datasync.config.Options;
import io.datasync.config.TableConfig;
import io.datasync.config.TelemetryConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Delivery;
import io.datasync.loader.batch.BatchReader;
import io.datasync.loader.postgresql.PostgreSqlTestDatabase;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import io.datasync.message.BatchRef;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.Reject;
import io.datasync.rows.Chunk;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Load tasks across a real broker and a real PostgreSQL. */
final class LoadTaskHandlerTest extends DestinationContract {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final TestingKafka kafka = new TestingKafka();
    private final BufferAllocator allocator = new RootAllocator();
    private final BatchReader reader = new BatchReader(kafka.clients, allocator);
    private final TableConfig lot =
            TestingTables.with(TestingTables.table("lot", "id", "", TestingTables.EMPTIED), TestingTables.removing(5));

    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        reader.close();
        kafka.close();
        allocator.close();
    }

    private LoadTaskHandler handler(Function<BatchRef, Chunks> batches) {
        DataSyncConfig all = new DataSyncConfig(
                Options.DEFAULTS,
                kafka.clients.config(),
                HttpConfig.DEFAULTS,
                TelemetryConfig.NONE,
                Map.of(),
                config,
                List.of(lot));
        OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder().build())
                .build();
        return new LoadTaskHandler(
                all,
                destination,
                batches,
                new PostProcessorTypes(),
                new LoadEvents(kafka.publisher, () -> Instant.EPOCH),
                new Tracing(telemetry),
                new SyncMetrics(new SimpleMeterRegistry()));
    }

    private void handle(LoadTask task) throws InterruptedException {
        handler(reader::chunks).handle(task, delivery());
    }

    private static Delivery delivery() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(StandardCharsets.US_ASCII));
        return new Delivery(headers, 1);
    }

    private List<OperationEvent> events() {
        return kafka.messages(kafka.topics.events(), OperationEvent.class);
    }

    private Operation openMass() {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, name varchar(5) NOT NULL)");
        return open(lot, UpdateType.MASS);
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(9)");
    }

    private LoadTask.LoadBatch batch(Operation operation, int number, TestingRows rows, long rejectsLeft) {
        return new LoadTask.LoadBatch(operation, 1, "a", kafka.write(number, rows, 2), false, rejectsLeft);
    }

    @Test
    void everyStepReportsItsEventInTheTraceOfItsTask() throws InterruptedException {
        Operation operation = openMass();
        handle(new LoadTask.CheckTarget(operation, lots().schema()));
        handle(new LoadTask.PrepareTarget(operation, false));
        handle(batch(operation, 0, lots().row(1, "a").row(2, "b").row(3, "c"), 0));
        handle(new LoadTask.FinishTarget(operation));
        String id = operation.operationId();
        assertEquals(
                List.of(
                        new OperationEvent.TargetChecked(id, Instant.EPOCH),
                        new OperationEvent.TargetPrepared(id, Instant.EPOCH),
                        new OperationEvent.BatchLoaded(id, Instant.EPOCH, 1, "a", 0, new LoadCounts(3, 0, 0, 0, 0)),
                        new OperationEvent.TargetFinished(id, Instant.EPOCH)),
                events());
        for (ConsumerRecord<String, byte[]> event : kafka.records(kafka.topics.events())) {
            String parent = new String(event.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
            assertTrue(parent.contains(TRACE), parent);
        }
        assertEquals(List.of("3"), query("SELECT count(*) FROM " + name("lot")));
    }

    @Test
    void deletesTellHowManyRowsTheyDeletedAlsoIfTheTaskComesTwice() throws InterruptedException {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, name varchar(5) NOT NULL)");
        execute("INSERT INTO " + name("lot") + " SELECT n, 'a' FROM generate_series(1, 20) n");
        Operation operation = open(lot, UpdateType.DELETES);
        TestingRows keys = TestingRows.of("id int32");
        for (int id = 1; id < 20; id++) {
            keys.row(id);
        }
        handle(new LoadTask.CheckTarget(operation, keys.schema()));
        handle(batch(operation, 0, keys, 0));
        handle(new LoadTask.FinishTarget(operation));
        handle(new LoadTask.FinishTarget(operation));
        String id = operation.operationId();
        assertEquals(
                List.of(
                        new OperationEvent.TargetChecked(id, Instant.EPOCH),
                        new OperationEvent.BatchLoaded(id, Instant.EPOCH, 1, "a", 0, new LoadCounts(0, 0, 19, 0, 0)),
                        new OperationEvent.TargetFinished(id, Instant.EPOCH, 1L),
                        new OperationEvent.TargetFinished(id, Instant.EPOCH, 1L)),
                events());
        assertEquals(List.of("19"), query("SELECT count(*) FROM " + name("lot")));
    }

    @Test
    void aRedeliveredLoadFindsItsLedgerRowAndOnlyRepeatsTheEvent() throws InterruptedException {
        LoadTask task = batch(openMass(), 0, lots().row(1, "a"), 0);
        handle(task);
        execute("DELETE FROM " + name("lot"));
        handle(task);
        assertEquals(List.of("0"), query("SELECT count(*) FROM " + name("lot")));
        assertEquals(2, events().size());
        assertEquals(events().get(0), events().get(1));
    }

    @Test
    void rejectedRowsGoToTheRejectsWithColumnAndReason() throws InterruptedException {
        Operation operation = openMass();
        handle(batch(operation, 0, lots().row(1, "a").row(2, "too long"), 1));
        Reject reject = kafka.messages(kafka.topics.rejects(), Reject.class).get(0);
        assertEquals(operation.operationId(), reject.operationId());
        assertEquals("lot", reject.tableName());
        assertEquals("name", reject.column());
        assertEquals(Map.of("id", "2", "name", "too long"), reject.row());
        OperationEvent.BatchLoaded loaded = assertInstanceOf(OperationEvent.BatchLoaded.class, events().get(0));
        assertCounts(1, 0, 0, 0, 1, loaded.counts());
    }

    @Test
    void aStepThatFailsForGoodIsReportedWithItsCode() throws InterruptedException {
        Operation operation = openMass();
        handle(batch(operation, 0, lots().row(1, null), 0));
        handle(new LoadTask.CheckTarget(operation, TestingRows.schema("id int32", "nowhere int32")));
        handle(new LoadTask.LoadBatch(operation, 1, "a", new BatchRef(0, "gone", 0, 0, 0, 1, 1, 1), false, 0));
        Operation unknown = new Operation("u", "unknown", "erp", UpdateType.MASS, null, Instant.EPOCH);
        handle(new LoadTask.FinishTarget(unknown));
        List<ErrorCode> codes = events().stream()
                .map(event ->
                        assertInstanceOf(OperationEvent.LoadFailed.class, event).code())
                .toList();
        assertEquals(4, codes.size());
        assertTrue(
                codes.containsAll(List.of(
                        ErrorCode.TOO_MANY_REJECTS,
                        ErrorCode.TARGET_MISMATCH,
                        ErrorCode.BATCH_DAMAGED,
                        ErrorCode.CONFIGURATION)),
                codes.toString());
        assertTrue(events().stream()
                .map(event -> ((OperationEvent.LoadFailed) event).step())
                .toList()
                .containsAll(List.of("LoadBatch", "CheckTarget", "FinishTarget")));
    }

    @Test
    void aTaskOfAClosedOperationIsDroppedButItsTargetIsCleaned() throws InterruptedException {
        Operation operation = openMass();
        execute("CREATE INDEX lot_name ON " + name("lot") + " (name)");
        handle(new LoadTask.PrepareTarget(operation, false));
        close(operation);
        handle(batch(operation, 0, lots().row(1, "a"), 0));
        handle(new LoadTask.FinishTarget(operation));
        handle(new LoadTask.CleanTarget(operation));
        assertEquals(1, events().size());
        assertEquals(
                List.of("1"),
                query("SELECT count(*) FROM pg_indexes WHERE indexname = 'lot_name' AND schemaname = '"
                        + config.schema() + "'"));
    }

    @Test
    void anInterruptRollsBackAndReportsNothing() {
        LoadTask.LoadBatch task =
                batch(openMass(), 0, lots().row(1, "a").row(2, "b").row(3, "c"), 0);
        LoadTaskHandler handler = handler(ref -> new InterruptingChunks(reader.chunks(ref)));
        assertThrows(InterruptedException.class, () -> handler.handle(task, delivery()));
        assertEquals(List.of(), events());
        assertEquals(List.of("0"), query("SELECT count(*) FROM " + name("lot")));
    }

    @Test
    void aTaskThatIsGivenUpFailsItsOperation() {
        Operation operation = openMass();
        DataSyncException reason = new DataSyncException(ErrorCode.DELIVERIES_EXHAUSTED, "five times");
        handler(reader::chunks).giveUp(new LoadTask.FinishTarget(operation), reason);
        assertEquals(
                List.of(new OperationEvent.LoadFailed(
                        operation.operationId(), Instant.EPOCH, "FinishTarget", reason.code(), "five times")),
                events());
    }

    @Test
    void aCleanUpThatFailsComesAgain() {
        Operation operation = openMass();
        destination.close();
        assertThrows(DataSyncException.class, () -> handle(new LoadTask.CleanTarget(operation)));
        assertEquals(List.of(), events());
    }

    /** Interrupts its reader after the first chunk. */
    private record InterruptingChunks(Chunks chunks) implements Chunks {
        @Override
        public Reader open() {
            Reader reader = chunks.open();
            return new Reader() {
                private boolean started;

                @Override
                public @Nullable Chunk next() {
                    if (started) {
                        Thread.currentThread().interrupt();
                    }
                    started = true;
                    return reader.next();
                }

                @Override
                public void close() {
                    reader.close();
                }
            };
        }
    }
}
