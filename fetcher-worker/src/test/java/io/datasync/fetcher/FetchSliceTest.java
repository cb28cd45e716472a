package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.BatchFetched;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationEvent.SliceFailed;
import io.datasync.message.OperationEvent.SliceFetched;
import io.datasync.message.OperationEvent.SliceProgressed;
import io.datasync.message.OperationEvent.SliceStarted;
import io.datasync.message.OperationEvent.SlicesPlanned;
import io.datasync.message.OperationState;
import io.datasync.message.SliceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FetchSliceTest {
    private static final String DIES_AFTER_500 =
            "SELECT n, CASE WHEN n > 500 THEN pg_terminate_backend(pg_backend_pid()) END AS x FROM generate_series(1, 1000) n";

    private final TestSource source = new TestSource();
    private TestFetcherWorker worker = new TestFetcherWorker(source);

    @BeforeEach
    void createTable() {
        source.execute("CREATE TABLE item (id int PRIMARY KEY, name text, last_update timestamp)");
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void rowsOfSeveralBatchesCanBeReadByTheirReferences() throws Exception {
        insert(2_500);
        worker.batchSize = 1_000;
        worker.handle(jdbc("SELECT id, name FROM item ORDER BY id"));
        List<BatchRef> batches = worker.batches();
        assertEquals(
                List.of(1_000L, 1_000L, 500L),
                batches.stream().map(BatchRef::rows).toList());
        assertEquals(List.of(0, 1, 2), batches.stream().map(BatchRef::batch).toList());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        batches.forEach(batch -> rows.addAll(worker.read(batch)));
        assertEquals(2_500, rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertEquals(List.of(row + 1, "item " + (row + 1)), rows.get(row));
        }
        SliceFetched fetched = worker.only(SliceFetched.class);
        assertEquals(3, fetched.batches());
        assertEquals(2_500, fetched.rows());
        assertEquals(0, fetched.rejected());
    }

    @Test
    void eventsComeInOrderAndOfOneAttempt() throws Exception {
        insert(3);
        worker.handle(jdbc("SELECT * FROM item"));
        List<OperationEvent> events = worker.events();
        SliceStarted started = assertInstanceOf(SliceStarted.class, events.get(0));
        assertEquals("id", started.schema().columns().get(0).name());
        assertEquals(
                started.attempt(),
                assertInstanceOf(BatchFetched.class, events.get(1)).attempt());
        assertEquals(
                started.attempt(),
                assertInstanceOf(SliceFetched.class, events.get(2)).attempt());
        assertEquals(3, events.size());
    }

    @Test
    void aBatchOfManyChunksHasThemAll() throws Exception {
        worker.handle(jdbc("SELECT n, repeat('x', 1000) AS t FROM generate_series(1, 5000) n"));
        BatchRef batch = worker.batches().get(0);
        assertEquals(5_000, worker.read(batch).size());
        assertTrue(batch.lastOffset() - batch.firstOffset() >= 3, batch.toString());
        assertTrue(batch.bytes() > 5_000_000, batch.toString());
    }

    @Test
    void aTableWithoutRowsHasNoBatch() throws Exception {
        worker.handle(jdbc("SELECT * FROM item"));
        assertEquals(List.of(), worker.batches());
        SliceFetched fetched = worker.only(SliceFetched.class);
        assertEquals(0, fetched.rows());
        assertEquals(0, fetched.batches());
        assertEquals(1, worker.count(SliceStarted.class));
    }

    @Test
    void exactlyABatchOfRowsIsOneBatch() throws Exception {
        insert(10);
        worker.batchSize = 10;
        worker.handle(jdbc("SELECT * FROM item"));
        assertEquals(1, worker.only(SliceFetched.class).batches());
    }

    @Test
    void aSecondFetchOfTheOperationUsesTheTopicThatIsThere() throws Exception {
        insert(1);
        worker.handle(jdbc("SELECT * FROM item"));
        worker.handle(jdbc("SELECT * FROM item"));
        List<BatchRef> batches = worker.batches();
        assertEquals(2, batches.size());
        assertEquals(worker.read(batches.get(0)), worker.read(batches.get(1)));
        List<OperationEvent> events = worker.events();
        assertNotEquals(((SliceStarted) events.get(0)).attempt(), ((SliceStarted) events.get(3)).attempt());
    }

    @Test
    void slicesHaveAPartitionEach() throws Exception {
        TableConfig table = TestSource.sliced(
                TestSource.table(TestFetcherWorker.TABLE, "sample", null, null, Map.of("rows", "100"), "Id"), 2);
        worker.handleUndivided(table);
        SlicesPlanned planned = worker.only(SlicesPlanned.class);
        assertEquals(0, worker.count(SliceStarted.class));
        for (int slice = 0; slice < 2; slice++) {
            worker.handle(table, task(table, slice, planned));
        }
        List<BatchRef> batches = worker.batches();
        assertEquals(List.of(0, 1), batches.stream().map(BatchRef::partition).toList());
        assertEquals(1L, worker.read(batches.get(0)).get(0).get(0));
        assertEquals(51L, worker.read(batches.get(1)).get(0).get(0));
    }

    @Test
    void rejectedRowsAreCountedAndPublished() throws Exception {
        worker.maxRejects = 2;
        worker.handle(
                jdbc(
                        "SELECT n, (CASE WHEN n % 2 = 0 THEN 'NaN' ELSE n::text END)::numeric(9,2) AS v FROM generate_series(1, 5) n"));
        SliceFetched fetched = worker.only(SliceFetched.class);
        assertEquals(5, fetched.rows());
        assertEquals(2, fetched.rejected());
        assertEquals(3, worker.read(worker.batches().get(0)).size());
        assertEquals(
                List.of("v", "v"),
                worker.rejects().stream().map(reject -> reject.column()).toList());
        assertEquals("2", worker.rejects().get(0).row().get("n"));
        assertEquals("NaN", worker.rejects().get(0).row().get("v"));
    }

    @Test
    void oneRejectMoreThanAllowedFailsTheSliceAndNamesTheFirst() throws Exception {
        worker.maxRejects = 1;
        worker.handle(jdbc("SELECT n, 'NaN'::numeric(9,2) AS v FROM generate_series(1, 1000) n"));
        SliceFailed failed = worker.only(SliceFailed.class);
        assertEquals(ErrorCode.TOO_MANY_REJECTS, failed.code());
        assertTrue(failed.message().contains("More than 1 rows"), failed.message());
        assertTrue(failed.message().contains("Column v"), failed.message());
        assertTrue(failed.message().contains("datasync rejects --operation " + failed.operationId()), failed.message());
        assertEquals(2, worker.rejects().size());
    }

    @Test
    void hugeRowsThatFitARecordEachAreCarried() throws Exception {
        worker.handle(jdbc("SELECT n, repeat('x', 1 << 24) AS t FROM generate_series(1, 3) n"));
        assertEquals(3, worker.read(worker.batches().get(0)).size());
    }

    @Test
    void aRowLargerThanARecordIsNamedWithTableKeyAndLimit() throws Exception {
        worker.handle(jdbc("SELECT 1 AS id, repeat('x', 1 << 25) AS t"));
        SliceFailed failed = worker.only(SliceFailed.class);
        assertEquals(ErrorCode.ROW_TOO_LARGE, failed.code());
        assertTrue(failed.message().contains("Table " + TestFetcherWorker.TABLE), failed.message());
        assertTrue(failed.message().contains("its key is id"), failed.message());
        assertTrue(failed.message().contains(String.valueOf(BatchWriter.MAX_CHUNK_BYTES)), failed.message());
    }

    @Test
    void aRowThatTheProducerRefusesIsTooLargeToo() throws Exception {
        worker.close();
        worker = new TestFetcherWorker(source, Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "1500000"));
        worker.handle(jdbc("SELECT 1 AS id, repeat('x', 2000000) AS t"));
        assertEquals(ErrorCode.ROW_TOO_LARGE, worker.only(SliceFailed.class).code());
    }

    @Test
    void aBrokerThatTakesNoChunkIsTriedAgainAndThenFailsTheSlice() throws Exception {
        worker.close();
        worker = new TestFetcherWorker(
                source,
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        "500"));
        worker.handle(jdbc("SELECT 1 AS id"));
        SliceFailed failed = worker.only(SliceFailed.class);
        assertEquals(ErrorCode.KAFKA_UNAVAILABLE, failed.code());
        assertEquals(3, worker.count(SliceStarted.class));
    }

    @Test
    void aBrokerThatTakesNoChunkEndsTheWaitForASource() throws Exception {
        worker.close();
        worker = new TestFetcherWorker(
                source,
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        "500"));
        worker.handle(jdbc("SELECT repeat('x', 900000) AS t, pg_sleep(CASE WHEN n > 6 THEN 120 ELSE 0 END) IS NULL"
                + " AS unsent_wait FROM generate_series(1, 9) n"));
        assertEquals(ErrorCode.KAFKA_UNAVAILABLE, worker.only(SliceFailed.class).code());
        awaitInactive("unsent_wait");
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.endsWith("-send"))
                        .toList());
    }

    @Test
    void anUnknownTableAndAWrongQueryFailTheSliceAtOnce() throws Exception {
        worker.handle(TestSource.table("Unknown", "jdbc", "SELECT 1 AS a", null, Map.of()), 0, 1);
        SliceFailed unknown = worker.only(SliceFailed.class);
        assertEquals(ErrorCode.CONFIGURATION, unknown.code());
        assertTrue(unknown.message().contains("no table Unknown"), unknown.message());
        worker.handle(jdbc("SELEC"));
        SliceFailed wrong = (SliceFailed) worker.events().get(1);
        assertEquals(ErrorCode.SOURCE_QUERY, wrong.code());
        assertEquals(0, worker.count(SliceStarted.class));
    }

    @Test
    void aSourceThatDoesNotAnswerIsTriedAgain() throws Exception {
        worker.refusedConnections = 2;
        worker.handle(jdbc("SELECT 1 AS id"));
        assertEquals(1, worker.only(SliceFetched.class).rows());
        assertEquals(0, worker.count(SliceFailed.class));
    }

    @Test
    void aSourceThatStaysAwayFailsTheSlice() throws Exception {
        worker.handle(jdbc("SELECT pg_terminate_backend(pg_backend_pid()) AS id"));
        assertEquals(
                ErrorCode.SOURCE_UNAVAILABLE, worker.only(SliceFailed.class).code());
        worker.refusedConnections = 3;
        worker.handle(jdbc("SELECT 1 AS id"));
        assertEquals(2, worker.count(SliceFailed.class));
    }

    @Test
    void aSourceThatDiesWithinTheFirstBatchIsReadFromTheStartAsANewAttempt() throws Exception {
        source.execute("CREATE TABLE tries (n int)");
        String dies =
                "CASE WHEN n = 900 THEN (SELECT bool_and(pg_terminate_backend(pg_backend_pid())) FROM tries WHERE n < 0) END";
        source.execute("INSERT INTO tries VALUES (-1)");
        worker.beforeConnection = () -> {
            if (worker.count(SliceStarted.class) == 1) {
                source.execute("DELETE FROM tries");
            }
        };
        worker.handle(jdbc(
                "SELECT g.n, " + dies.replace("n = 900", "g.n = 900") + " AS x FROM generate_series(1, 1000) g(n)"));
        List<OperationEvent> events = worker.events();
        SliceStarted first = assertInstanceOf(SliceStarted.class, events.get(0));
        SliceStarted second = assertInstanceOf(SliceStarted.class, events.get(1));
        assertNotEquals(first.attempt(), second.attempt());
        assertEquals(second.attempt(), worker.only(SliceFetched.class).attempt());
        assertEquals(1_000, worker.read(worker.batches().get(0)).size());
    }

    @Test
    void aSourceThatDiesAfterABatchHasTheSliceReadAnew() throws Exception {
        worker.batchSize = 100;
        worker.handle(jdbc(DIES_AFTER_500));
        assertEquals(3, worker.count(SliceStarted.class));
        assertTrue(worker.batches().size() >= 3);
        assertEquals(
                ErrorCode.SOURCE_UNAVAILABLE, worker.only(SliceFailed.class).code());
    }

    @Test
    void smallTablesAreReadByWhoTakesTheTask() throws Exception {
        insert(100);
        worker.handleUndivided(jdbc("SELECT * FROM item"));
        assertEquals(0, worker.count(SlicesPlanned.class));
        assertEquals(1, worker.only(SliceStarted.class).slices());
        assertEquals(100, worker.only(SliceFetched.class).rows());
    }

    @Test
    void aSnapshotIsHeldUntilAllSlicesHaveBegun() throws Exception {
        insert(100);
        TableConfig table = TestSource.sliced(jdbc("SELECT * FROM item"), 2);
        worker.handleUndivided(table);
        SlicesPlanned planned = worker.only(SlicesPlanned.class);
        assertNotNull(planned.snapshot());
        assertTrue(worker.held.isFull());
        OperationOpened opened = new OperationOpened(worker.operation(table), planned.at(), 0, 0, true, null, null);
        SliceState begun = new SliceState("a", List.of(), false, List.of(), 0, 0, false, null, 0, null);
        worker.state = state(opened, List.of(begun, SliceState.NEW));
        source.execute("INSERT INTO item VALUES (1000, 'late', '2026-01-01')");
        worker.handle(table, task(table, 1, planned));
        assertEquals(50, worker.only(SliceFetched.class).rows());

        worker.state = state(opened, List.of(begun, begun));
        Awaitility.await().until(() -> !worker.held.isFull());
        worker.handle(table, task(table, 1, planned));
        List<OperationEvent> events = worker.events();
        assertEquals(51, ((SliceFetched) events.get(events.size() - 1)).rows());
    }

    /** Whoever reads in the shared snapshot does not see the row of {@code later}, and fails as if that were too old. */
    @Test
    void aSliceWhoseSnapshotIsGoneIsReadAgainWithoutIt() throws Exception {
        insert(100);
        source.execute(
                "CREATE TABLE later (x int)",
                "CREATE FUNCTION too_old() RETURNS int LANGUAGE plpgsql STABLE AS"
                        + " $$BEGIN RAISE EXCEPTION 'snapshot too old' USING ERRCODE = '72000'; END$$");
        TableConfig table = TestSource.sliced(
                jdbc(
                        "SELECT id, CASE WHEN id > 60 AND (SELECT count(*) FROM later) = 0 THEN too_old() END AS x FROM item"),
                2);
        worker.handleUndivided(table);
        SlicesPlanned planned = worker.only(SlicesPlanned.class);
        source.execute("INSERT INTO later VALUES (1)");
        worker.handle(table, task(table, 1, planned));
        assertEquals(0, worker.count(SliceFailed.class));
        assertEquals(50, worker.only(SliceFetched.class).rows());
    }

    @Test
    void aTableThatCannotBeDividedIsReadAsAWholeUnlessSlicesAreAskedFor() throws Exception {
        TableConfig table = TestSource.table(
                TestFetcherWorker.TABLE, "jdbc", "SELECT n FROM generate_series(1, 900000) n", null, Map.of(), "id");
        worker.handleUndivided(TestSource.sliced(table, 2));
        SliceFailed failed = worker.only(SliceFailed.class);
        assertEquals(ErrorCode.CONFIGURATION, failed.code());
        assertTrue(failed.message().contains("no column id"), failed.message());
        worker.handleUndivided(table);
        assertEquals(900_000, worker.only(SliceFetched.class).rows());
    }

    @Test
    void aSourceThatIsAwayWhenItIsToBeDividedIsTriedAgain() throws Exception {
        insert(100);
        TableConfig table = TestSource.sliced(jdbc("SELECT * FROM item"), 2);
        worker.refusedConnections = 2;
        worker.handleUndivided(table);
        assertEquals(2, worker.only(SlicesPlanned.class).ranges().size());
        worker.refusedConnections = 3;
        worker.handleUndivided(table);
        assertEquals(0, worker.only(SliceFailed.class).slices());
    }

    private static OperationState state(OperationOpened opened, List<SliceState> slices) {
        return new OperationState(
                opened,
                OperationState.Phase.FETCHING,
                opened.at(),
                null,
                null,
                false,
                false,
                false,
                false,
                slices,
                null,
                null);
    }

    private FetchTask task(TableConfig table, int slice, SlicesPlanned planned) {
        return new FetchTask(
                worker.operation(table),
                slice,
                planned.ranges().size(),
                planned.ranges().get(slice),
                planned.snapshot());
    }

    @Test
    void aSourceThatDiesAfterABatchOfATableWithoutKeysFailsTheSlice() throws Exception {
        worker.batchSize = 100;
        worker.handle(TestSource.table(TestFetcherWorker.TABLE, "jdbc", DIES_AFTER_500, null, Map.of()));
        assertEquals(
                ErrorCode.SOURCE_UNAVAILABLE, worker.only(SliceFailed.class).code());
        assertEquals(1, worker.count(SliceStarted.class));
        assertTrue(worker.batches().size() >= 1);
        assertEquals(
                worker.only(SliceFailed.class).attempt(),
                ((SliceStarted) worker.events().get(0)).attempt());
    }

    @Test
    void anInterruptWhileTheSourceIsWaitedForEndsItWithoutAnEvent() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> thrown.complete(assertThrows(
                InterruptedException.class,
                () -> worker.handle(jdbc("SELECT pg_sleep(120) IS NULL AS interrupted_wait")))));
        thread.start();
        awaitActive("interrupted_wait");
        thread.interrupt();
        thrown.get(20, TimeUnit.SECONDS);
        assertEquals(List.of(), worker.events());
        awaitInactive("interrupted_wait");
    }

    @Test
    void anOperationThatHasEndedIsNotFetchedFurtherAndNothingIsSaid() throws Exception {
        CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> {
            try {
                worker.handle(jdbc("SELECT pg_sleep(120) IS NULL AS ended_wait"));
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
        awaitActive("ended_wait");
        worker.ended = true;
        handled.get(20, TimeUnit.SECONDS);
        assertEquals(List.of(), worker.events());
    }

    @Test
    void progressIsSaidAtMostEveryTwoSeconds() throws Exception {
        worker.clock.step = java.time.Duration.ofMillis(500);
        worker.handle(jdbc("SELECT n FROM generate_series(1, 20480) n"));
        List<Long> rows = new ArrayList<>();
        java.time.Instant before = java.time.Instant.EPOCH;
        for (OperationEvent event : worker.events()) {
            if (event instanceof SliceProgressed progressed) {
                rows.add(progressed.rows());
                assertTrue(!progressed.at().isBefore(before.plusSeconds(2)), progressed.toString());
                before = progressed.at();
            }
        }
        assertTrue(rows.size() >= 3 && rows.size() <= 8, rows.toString());
    }

    @Test
    void chunksAndEventsCarryTheTraceOfTheTask() throws Exception {
        insert(1);
        worker.handle(jdbc("SELECT * FROM item"));
        worker.traceParents().forEach(parent -> assertTrue(parent.contains(TestFetcherWorker.TRACE_ID), parent));
        assertEquals(4, worker.traceParents().size());
    }

    private void awaitActive(String partOfQuery) {
        Awaitility.await().until(() -> active(partOfQuery) == 1);
    }

    private void awaitInactive(String partOfQuery) {
        Awaitility.await().until(() -> active(partOfQuery) == 0);
    }

    private long active(String partOfQuery) {
        return source.number("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                + " AND query LIKE '%" + partOfQuery + "%'");
    }

    private void insert(int rows) {
        source.execute("INSERT INTO item SELECT n, 'item ' || n, '2026-01-01' FROM generate_series(1, " + rows + ") n");
    }

    private static TableConfig jdbc(String query) {
        return TestSource.table(TestFetcherWorker.TABLE, "jdbc", query, null, Map.of(), "id");
    }
}
