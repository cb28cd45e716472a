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
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
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
            for (int round = 0; round < 25; round++) {
                send(
                        pipeline,
                        pipeline.topics().tasks(),
                        HostileJson.mutated(text(FetchTask.whole(operation)), random));
                send(pipeline, pipeline.topics().loads(), HostileJson.mutated(text(load), random));
                send(pipeline, pipeline.topics().events(), HostileJson.mutated(text(ended.opened()), random));
                send(pipeline, pipeline.topics().operations(), HostileJson.mutated(text(ended), random));
                send(pipeline, pipeline.topics().tableHealth(), HostileJson.mutated(text(ended), random));
            }
            pipeline.succeed("fine", HOURLY);
            pipeline.inSource("INSERT INTO fine VALUES (2, now())");
            pipeline.succeed("fine", HOURLY);
            pipeline.assertCopied("fine");
        }
    }

    private static OperationState ended(TestPipeline pipeline, String operationId) {
        TestPipeline.assertSucceeded(pipeline.end(operationId));
        return Objects.requireNonNull(pipeline.states().get(operationId));
    }

    private static String text(Object message) {
        return new String(Json.write(message), StandardCharsets.UTF_8);
    }

    private static boolean isOf(Reject reject, String topic, String text) {
        return topic.equals(reject.row().get("topic"))
                && text.equals(reject.row().get("text"));
    }

    private static void send(TestPipeline pipeline, String topic, String text)
            throws ExecutionException, InterruptedException {
        send(pipeline, topic, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(TestPipeline pipeline, String topic, byte[] message)
            throws ExecutionException, InterruptedException {
        try (Producer<String, byte[]> producer =
                new KafkaClients(pipeline.config().kafka()).producer("stranger")) {
            producer.send(new ProducerRecord<>(topic, "x", message)).get();
        }
    }
}
