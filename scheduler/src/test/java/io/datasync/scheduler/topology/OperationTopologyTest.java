package io.datasync.scheduler.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.HostileJson;
import io.datasync.message.Json;
import io.datasync.message.LoadTask;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.scheduler.health.TableHealth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OperationTopologyTest {
    private static final Duration KEEP_ENDED = Duration.ofHours(1);

    private final Topics topics = new Topics("t");
    private final TestingOperation daily = TestingOperation.daily("op-1");
    private final TopologyTestDriver driver =
            new TopologyTestDriver(OperationTopology.build(topics, KEEP_ENDED), properties(), TestingOperation.START);
    private final TestInputTopic<String, byte[]> events =
            driver.createInputTopic(topics.events(), new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, byte[]> loads = output(topics.loads());
    private final TestOutputTopic<String, byte[]> operations = output(topics.operations());
    private final TestOutputTopic<String, byte[]> tableHealth = output(topics.tableHealth());
    private final TestOutputTopic<String, byte[]> rejects = output(topics.rejects());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void anOperationRunsFromItsOpeningToItsEnd() {
        daily.success(10).forEach(this::pipe);

        List<KeyValue<String, byte[]>> tasks = loads.readKeyValuesToList();
        assertEquals(
                List.of("CheckTarget", "LoadBatch", "FinishTarget"),
                tasks.stream()
                        .map(task -> Json.read(task.value, LoadTask.class))
                        .map(task -> task.getClass().getSimpleName())
                        .toList());
        assertTrue(tasks.stream().allMatch(task -> task.key.equals("Item")), "loads are keyed by table");
        List<KeyValue<String, byte[]>> states = operations.readKeyValuesToList();
        assertEquals(7, states.size());
        assertTrue(states.stream().allMatch(state -> state.key.equals("op-1")), "states are keyed by operation");
        assertEquals(
                Phase.SUCCEEDED,
                Json.read(states.get(6).value, OperationState.class).phase());
    }

    @Test
    void eventsThatChangeNothingEmitNothing() {
        OperationEvent opened = daily.opened(1);
        pipe(opened);
        pipe(opened);
        pipe(TestingOperation.daily("op-2").checked());
        assertEquals(1, operations.readValuesToList().size());
        assertTrue(loads.isEmpty());
        assertTrue(rejects.isEmpty());
    }

    @Test
    void aDivisionBringsATaskForEachSlice() {
        pipe(daily.opened(0));
        pipe(daily.planned(3));
        TestOutputTopic<String, byte[]> tasks =
                driver.createOutputTopic(topics.tasks(), new StringDeserializer(), new ByteArrayDeserializer());
        List<KeyValue<String, byte[]>> slices = tasks.readKeyValuesToList();
        assertEquals(
                List.of(0, 1, 2),
                slices.stream()
                        .map(task -> Json.read(task.value, FetchTask.class).slice())
                        .toList());
        assertTrue(slices.stream().allMatch(task -> task.key.equals("Item")), "tasks are keyed by table");
    }

    @Test
    void onlyWhatSomebodyWaitsForIsCommittedAtOnce() {
        MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(OperationTopology.OPERATIONS_STORE),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        DecideOnEvents decide = new DecideOnEvents(KEEP_ENDED);
        decide.init(context);
        List<String> awaited = new ArrayList<>();
        for (OperationEvent event : daily.success(10)) {
            context.resetCommit();
            decide.process(new Record<>(event.operationId(), Json.write(event), 0));
            if (context.committed()) {
                awaited.add(event.getClass().getSimpleName());
            }
        }
        // They bring about CheckTarget, LoadBatch, FinishTarget, and the end.
        assertEquals(List.of("SliceStarted", "BatchFetched", "BatchLoaded", "TargetFinished"), awaited);
    }

    @Test
    void theTraceGoesOnInAllThatAnEventBringsAbout() {
        Headers headers = new RecordHeaders().add("traceparent", "00-abc-def-01".getBytes(StandardCharsets.UTF_8));
        pipe(daily.opened(1));
        events.pipeInput(new TestRecord<>("op-1", Json.write(daily.started(0, "a")), headers));

        assertEquals(headers, loads.readRecord().headers());
        assertEquals(0, operations.readRecord().headers().toArray().length);
        assertEquals(headers, operations.readRecord().headers());
    }

    @Test
    void messagesThatAreNoEventsGoToTheRejectsAndHoldNothingUp() {
        events.pipeInput("op-1", "{\"type\":\"Sur".getBytes(StandardCharsets.UTF_8));
        events.pipeInput("op-1", "{\"type\":\"Surprise\"}".getBytes(StandardCharsets.UTF_8));
        events.pipeInput("op-1", "{\"type\":\"TargetChecked\"}".getBytes(StandardCharsets.UTF_8));
        events.pipeInput("op-1", null);
        events.pipeInput("other", Json.write(daily.opened(1)));
        events.pipeInput("op-1", Json.write(daily.opened(-1)));
        pipe(daily.opened(1));
        pipe(daily.started(7, "a"));

        List<Reject> rejected = rejects.readValuesToList().stream()
                .map(value -> Json.read(value, Reject.class))
                .toList();
        assertEquals(7, rejected.size());
        assertEquals(topics.events(), rejected.get(1).row().get("topic"));
        assertEquals("1", rejected.get(1).row().get("offset"));
        assertEquals("{\"type\":\"Surprise\"}", rejected.get(1).row().get("text"));
        assertNull(rejected.get(3).row().get("text"));
        assertEquals(
                "Operation op-1 has no slice 7 but 1, counted from 0",
                rejected.get(6).reason());
        assertEquals(1, operations.readValuesToList().size());
    }

    @Test
    void anEventWithoutOneOfItsFieldsIsNamedInTheRejects() {
        pipe(daily.opened(1));
        String failed = new String(Json.write(daily.loadFailed("CheckTarget")), StandardCharsets.UTF_8);
        String opened = new String(Json.write(daily.opened(1)), StandardCharsets.UTF_8);
        events.pipeInput("op-1", failed.replace("\"code\":", "\"kode\":").getBytes(StandardCharsets.UTF_8));
        events.pipeInput("op-1", opened.replace("\"tableName\":", "\"table\":").getBytes(StandardCharsets.UTF_8));

        List<String> reasons = rejects.readValuesToList().stream()
                .map(value -> Json.read(value, Reject.class).reason())
                .toList();
        assertEquals(2, reasons.size());
        assertTrue(reasons.get(0).contains("code"), reasons.get(0));
        assertTrue(reasons.get(1).contains("tableName"), reasons.get(1));
        assertEquals(1, operations.readValuesToList().size());
    }

    @Test
    void anEventOfAnotherMajorVersionFailsItsOperationByName() {
        pipe(daily.opened(1));
        String started = new String(Json.write(daily.started(0, "a")), StandardCharsets.UTF_8);
        String newer = started.replaceFirst("\"version\":\"\\d+", "\"version\":\"99");
        events.pipeInput("op-1", newer.getBytes(StandardCharsets.UTF_8));
        events.pipeInput("unknown", newer.getBytes(StandardCharsets.UTF_8));
        pipe(daily.started(0, "b"));

        List<OperationState> states = operations.readValuesToList().stream()
                .map(value -> Json.read(value, OperationState.class))
                .toList();
        assertEquals(2, states.size());
        assertEquals(
                ErrorCode.MESSAGE_VERSION,
                Objects.requireNonNull(states.get(1).error()).code());
        assertEquals(2, rejects.readValuesToList().size());
    }

    @Test
    void aHugeMessageIsCutShortInTheRejects() {
        events.pipeInput("op-1", "x".repeat(2_000_000).getBytes(StandardCharsets.UTF_8));
        assertTrue(rejects.readValue().length < 20_000);
    }

    @Test
    void endedOperationsAreForgottenAfterAWhileAndLiveOnesAreNot() {
        daily.success(10).forEach(this::pipe);
        TestingOperation other = TestingOperation.daily("op-2");
        pipe(other.opened(1));
        operations.readValuesToList();
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(OperationTopology.OPERATIONS_STORE);

        driver.advanceWallClockTime(KEEP_ENDED.minusMinutes(1));
        assertTrue(store.get("op-1") != null);
        driver.advanceWallClockTime(Duration.ofMinutes(3));
        assertNull(store.get("op-1"));
        assertTrue(store.get("op-2") != null);

        pipe(daily.abandoned());
        assertTrue(operations.isEmpty(), "its late events are those of an unknown operation");
    }

    @Test
    void theHealthOfATableFollowsItsOperations() {
        daily.success(10).forEach(this::pipe);
        TestingOperation next = TestingOperation.startedAt(
                "op-2", "Item", UpdateType.HOURLY, TestingOperation.START.plus(Duration.ofHours(2)));
        pipe(next.opened(1));
        pipe(next.sliceFailed(0, "a"));

        List<KeyValue<String, byte[]>> health = tableHealth.readKeyValuesToList();
        KeyValue<String, byte[]> last = health.get(health.size() - 1);
        assertEquals("Item", last.key);
        TableHealth item = Json.read(last.value, TableHealth.class);
        assertEquals(1, item.consecutiveFailures());
        assertEquals(1, item.lastSuccess().size());
        KeyValueStore<String, byte[]> view = driver.getKeyValueStore(OperationTopology.HEALTH_VIEW);
        assertEquals(item, Json.read(view.get("Item"), TableHealth.class));
    }

    @Test
    void aStateThatIsNoneGoesToTheRejectsToo() {
        TestInputTopic<String, byte[]> states =
                driver.createInputTopic(topics.operations(), new StringSerializer(), new ByteArraySerializer());
        states.pipeInput("op-1", "nonsense".getBytes(StandardCharsets.UTF_8));
        states.pipeInput("op-1", null);
        assertEquals(1, rejects.readValuesToList().size());
        assertTrue(tableHealth.isEmpty());
    }

    @Test
    void aHealthThatAnotherReleaseWroteGoesToTheRejectsAndIsBegunAnew() {
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(OperationTopology.HEALTH_STORE);
        store.put("Item", "{\"version\":\"99.0\"}".getBytes(StandardCharsets.UTF_8));
        daily.success(10).forEach(this::pipe);

        List<Reject> rejected = rejects.readValuesToList().stream()
                .map(value -> Json.read(value, Reject.class))
                .toList();
        assertEquals(1, rejected.size());
        assertEquals("{\"version\":\"99.0\"}", rejected.get(0).row().get("text"));
        assertEquals(
                1, Json.read(store.get("Item"), TableHealth.class).lastSuccess().size());
    }

    @Test
    void anEventThatMakesAStateTooLargeForKafkaIsRejected() {
        pipe(daily.opened(1));
        pipe(daily.started(0, "a"));
        String topic = "x".repeat(17 << 20);
        for (int batch = 0; batch < 2; batch++) {
            BatchRef ref = new BatchRef(batch, topic, 0, batch, batch, 1, 1, 1);
            pipe(new OperationEvent.BatchFetched("op-1", TestingOperation.START, 0, "a", ref));
        }
        List<byte[]> rejected = rejects.readValuesToList();
        assertEquals(1, rejected.size());
        assertTrue(Json.read(rejected.get(0), Reject.class).reason().contains("larger than Kafka takes"));
        pipe(daily.abandoned());
        assertEquals(4, operations.readValuesToList().size());
    }

    /** Under a fixed seed, so that a failure comes again. */
    @Test
    void hostileEventsNeverEndTheTopology() {
        Random random = new Random(20_260_329);
        for (int round = 0; round < 300; round++) {
            TestingOperation operation = TestingOperation.daily("op-" + round % 7);
            for (OperationEvent event : operation.success(10)) {
                byte[] hostile = HostileJson.mutated(new String(Json.write(event), StandardCharsets.UTF_8), random);
                events.pipeInput(event.operationId(), hostile);
            }
        }
        assertTrue(rejects.readValuesToList().size() > 500);
        TestingOperation last = TestingOperation.daily("op-last");
        last.success(10).forEach(this::pipe);
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(OperationTopology.OPERATIONS_STORE);
        assertEquals(
                Phase.SUCCEEDED,
                Json.read(store.get("op-last"), OperationState.class).phase());
    }

    private void pipe(OperationEvent event) {
        events.pipeInput(event.operationId(), Json.write(event));
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        return properties;
    }
}
