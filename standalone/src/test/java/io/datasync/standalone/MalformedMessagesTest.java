package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.kafka.KafkaClients;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.HostileJson;
import io.datasync.message.Json;
import io.datasync.message.KeyRange;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Messages that nobody of us wrote. */
class MalformedMessagesTest {
    private static final String NOT_JSON = "this is no JSON {";

    @Test
    void messagesThatAreNoJsonGoToTheRejectsAndTheWorkersGoOn() throws Exception {
        try (TestPipeline pipeline = new TestPipeline(table("fine")).start()) {
            pipeline.inSource(
                    "CREATE TABLE fine (id int PRIMARY KEY, changed timestamptz NOT NULL)",
                    "INSERT INTO fine VALUES (1, now())");
            List<String> topics = List.of(
                    pipeline.topics().tasks(),
                    pipeline.topics().loads(),
                    pipeline.topics().events());
            for (String topic : topics) {
                send(pipeline, topic, NOT_JSON);
            }
            send(pipeline, pipeline.topics().events(), "{\"type\": \"OperationVanished\", \"operationId\": \"x\"}");
            pipeline.succeed("fine", MASS);
            List<Reject> rejects = await().atMost(Duration.ofSeconds(30))
                    .until(pipeline::rejects, found -> found.size() >= topics.size() + 1);
            for (String topic : topics) {
                assertEquals(
                        1,
                        rejects.stream()
                                .filter(reject -> isOf(reject, topic, NOT_JSON))
                                .count(),
                        topic);
            }
            assertEquals(topics.size() + 1, rejects.size());
            pipeline.succeed("fine", HOURLY);
            pipeline.assertCopied("fine");
        }
    }

    /** Under a fixed seed: tasks and events that look nearly like ours, each done, failed or rejected by somebody. */
    @Test
    void hostileMessagesKillNoWorkerAndHoldNoTableUp() throws Exception {
        Random random = new Random(20_260_329);
        try (TestPipeline pipeline = new TestPipeline(table("fine")).start()) {
            pipeline.inSource(
                    "CREATE TABLE fine (id int PRIMARY KEY, changed timestamptz NOT NULL)",
                    "INSERT INTO fine VALUES (1, now())");
            String operationId = pipeline.begin("fine", MASS);
            OperationState ended = ended(pipeline, operationId);
            Operation operation = ended.operation();
            BatchRef batch = ended.slices().get(0).batches().get(0).ref();
            LoadTask load = new LoadTask.LoadBatch(operation, 0, "attempt", batch, false, 0);
            try (Producer<String, byte[]> stranger = stranger(pipeline)) {
                for (int round = 0; round < 25; round++) {
                    sendMutated(stranger, pipeline.topics().tasks(), FetchTask.whole(operation), random);
                    sendMutated(stranger, pipeline.topics().loads(), load, random);
                    sendMutated(stranger, pipeline.topics().events(), ended.opened(), random);
                    sendMutated(stranger, pipeline.topics().operations(), ended, random);
                    sendMutated(stranger, pipeline.topics().tableHealth(), ended, random);
                }
                for (Object odd : wellFormed(operation, batch)) {
                    String topic = odd instanceof FetchTask
                            ? pipeline.topics().tasks()
                            : pipeline.topics().loads();
                    send(stranger, topic, Json.write(odd));
                }
            }
            pipeline.succeed("fine", HOURLY);
            pipeline.inSource("INSERT INTO fine VALUES (2, now())");
            pipeline.succeed("fine", HOURLY);
            pipeline.assertCopied("fine");
        }
    }

    /** Tasks that can be read and that nobody means. */
    private static List<Object> wellFormed(Operation operation, BatchRef batch) {
        Operation unknown = new Operation("unknown", "fine", "ERP", MASS, null, operation.startedAt());
        Operation elsewhere = new Operation("elsewhere", "no such table", "no such source", MASS, null, Instant.MAX);
        KeyRange range = new KeyRange(List.of(new KeyRange.KeyColumn("id", "int) OR (1")), List.of("1"), null);
        RowSchema wide = new RowSchema(IntStream.range(0, 5_000)
                .mapToObj(number -> new Column("c" + number, new ColumnType.Text(Integer.MAX_VALUE), true))
                .toList());
        return List.of(
                FetchTask.whole(unknown),
                FetchTask.whole(elsewhere),
                new FetchTask(unknown, 0, 1, range, "'; DROP TABLE fine--"),
                new LoadTask.CheckTarget(unknown, wide),
                new LoadTask.PrepareTarget(unknown, true),
                new LoadTask.LoadBatch(unknown, 0, "a", batch, false, Long.MAX_VALUE),
                new LoadTask.LoadBatch(elsewhere, -1, "", batch, true, Long.MIN_VALUE),
                new LoadTask.FinishTarget(unknown),
                new LoadTask.CleanTarget(elsewhere));
    }

    private static OperationState ended(TestPipeline pipeline, String operationId) {
        TestPipeline.assertSucceeded(pipeline.end(operationId));
        return Objects.requireNonNull(pipeline.states().get(operationId));
    }

    private static boolean isOf(Reject reject, String topic, String text) {
        return topic.equals(reject.row().get("topic"))
                && text.equals(reject.row().get("text"));
    }

    private static void sendMutated(Producer<String, byte[]> stranger, String topic, Object message, Random random)
            throws Exception {
        String text = new String(Json.write(message), StandardCharsets.UTF_8);
        send(stranger, topic, HostileJson.mutated(text, random));
    }

    private static void send(TestPipeline pipeline, String topic, String text) throws Exception {
        try (Producer<String, byte[]> stranger = stranger(pipeline)) {
            send(stranger, topic, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Producer<String, byte[]> stranger(TestPipeline pipeline) {
        return new KafkaClients(pipeline.config().kafka()).producer("stranger");
    }

    private static void send(Producer<String, byte[]> stranger, String topic, byte[] message) throws Exception {
        stranger.send(new ProducerRecord<>(topic, "x", message)).get();
    }
}
