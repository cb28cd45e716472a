package io.datasync.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.datasync.kafka.KafkaClients;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * Waits until the workers have settled what is in a work queue.
 *
 * <p>A share group's lag does not tell: the broker reckons it from the state that it wrote last, and a kill may leave a count there
 * that is too low, and a lag that stays until another task is settled. The start offset does tell, as it passes no task that waits or that a worker
 * has; but it is written with the next acknowledgement only. So marks are sent after the tasks, which workers find not to be tasks
 * and reject, until the start offset has passed all that came before the first of them.
 */
final class SettledTasks implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Admin admin;
    private final Producer<String, byte[]> marks;

    SettledTasks(KafkaClients clients) {
        admin = clients.admin();
        marks = clients.producer("settled-tasks");
    }

    /** Waits for the tasks that are there now; fails when the time is over. */
    void await(String topic, String group, Duration atMost) {
        TopicPartition queue = new TopicPartition(topic, 0);
        try {
            long end = admin.listOffsets(Map.of(queue, OffsetSpec.latest()))
                    .partitionResult(queue)
                    .get()
                    .offset();
            Awaitility.await("tasks of " + topic + " before offset " + end + " are settled")
                    .atMost(atMost)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> areSettledBefore(end, queue, group));
        } catch (ExecutionException failure) {
            throw new AssertionError("Kafka does not tell where " + topic + " ends", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private boolean areSettledBefore(long end, TopicPartition queue, String group)
            throws ExecutionException, InterruptedException {
        marks.send(new ProducerRecord<>(queue.topic(), "mark", "a mark".getBytes(US_ASCII)))
                .get();
        SharePartitionOffsetInfo settled = admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .get(queue);
        return settled != null && settled.startOffset() >= end;
    }

    @Override
    public void close() {
        marks.close();
        admin.close();
    }
}
