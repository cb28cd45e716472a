package io.datasync.scheduler.topology;

import io.datasync.config.KafkaConfig;
import io.datasync.config.UpdateType;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.message.Json;
import io.datasync.message.LoadTask;
import io.datasync.message.LoadTask.CheckTarget;
import io.datasync.message.LoadTask.FinishTarget;
import io.datasync.message.LoadTask.LoadBatch;
import io.datasync.message.LoadTask.PrepareTarget;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** A fetcher and a loader that only talk: they say the events that real ones would, and remember what they were told. */
final class TestingWorkers implements AutoCloseable {
    private static final int BATCHES = 5;

    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final Publisher publisher;
    private final Consumer<String, byte[]> consumer;
    private final Map<String, TestingOperation> operations = new HashMap<>();
    private final List<LoadTask> loads = new ArrayList<>();
    private final Map<String, Phase> phases = new HashMap<>();

    TestingWorkers(KafkaClients clients) {
        KafkaConfig config = clients.config();
        topics = new Topics(config.topicPrefix());
        producer = clients.producer("testing-workers");
        publisher = new Publisher(producer, topics);
        // Without a group: a member that joins anew after an outage would read everything again.
        consumer = clients.consumer("testing-workers", "");
        List<TopicPartition> partitions =
                List.of(new TopicPartition(topics.loads(), 0), new TopicPartition(topics.operations(), 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Opens an operation and fetches its only slice. */
    void fetch(String operationId, String table) {
        TestingOperation testing = TestingOperation.of(operationId, table, UpdateType.MASS);
        operations.put(operationId, testing);
        publisher.publish(testing.opened(1));
        publisher.publish(testing.started(0, "a"));
        for (int batch = 0; batch < BATCHES; batch++) {
            publisher.publish(testing.fetched(0, "a", batch, 100));
        }
        publisher.publish(testing.sliceFetched(0, "a", BATCHES, BATCHES * 100, 0));
    }

    /** Does what there is to be done at the moment. */
    void work() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(topics.operations())) {
                phases.put(
                        record.key(),
                        Json.read(record.value(), OperationState.class).phase());
            } else {
                load(Json.read(record.value(), LoadTask.class));
            }
        }
    }

    /** Works until so many operations succeeded. */
    boolean haveSucceeded(int count) {
        work();
        return phases.values().stream().filter(Phase.SUCCEEDED::equals).count() == count;
    }

    /** Works until there were so many load tasks. */
    boolean haveLoaded(int count) {
        work();
        return loads.size() >= count;
    }

    List<LoadTask> loads() {
        return loads;
    }

    /** All the load tasks that so many operations need. */
    static int loadsOf(int count) {
        return count * (BATCHES + 3);
    }

    private void load(LoadTask task) {
        loads.add(task);
        TestingOperation testing = operations.get(task.operation().operationId());
        if (testing == null) {
            throw new AssertionError("A load of an operation that nobody opened: " + task);
        }
        if (task instanceof CheckTarget) {
            publisher.publish(testing.checked());
        } else if (task instanceof PrepareTarget) {
            publisher.publish(testing.prepared());
        } else if (task instanceof LoadBatch batch) {
            publisher.publish(testing.loaded(
                    batch.slice(),
                    batch.attempt(),
                    batch.batch().batch(),
                    batch.batch().rows()));
        } else if (task instanceof FinishTarget) {
            publisher.publish(testing.finished());
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
