package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class BatchTopicTest {
    private static KafkaFuture<Void> failed(Exception failure) {
        KafkaFutureImpl<Void> future = new KafkaFutureImpl<>();
        future.completeExceptionally(failure);
        return future;
    }

    private static BatchTopic topic(KafkaFuture<Void> created, Queue<KafkaFuture<Void>> led) {
        return new BatchTopic("t.batches.op-1", created, led::remove);
    }

    @Test
    void itIsAwaitedUntilTheBrokerKnowsOfItAndLeadsIt() throws InterruptedException {
        Queue<KafkaFuture<Void>> led = new ArrayDeque<>(List.of(
                failed(new UnknownTopicOrPartitionException("not yet known")),
                failed(new NotLeaderOrFollowerException("not yet leader")),
                KafkaFuture.completedFuture(null)));

        topic(KafkaFuture.completedFuture(null), led).await();

        assertEquals(0, led.size());
    }

    @Test
    void oneThatWasThereBeforeIsAsGood() throws InterruptedException {
        Queue<KafkaFuture<Void>> led = new ArrayDeque<>(List.of(KafkaFuture.completedFuture(null)));

        topic(failed(new TopicExistsException("there")), led).await();

        assertEquals(0, led.size());
    }

    @Test
    void whatCannotPassIsNotWaitedFor() {
        BatchTopic topic = topic(
                KafkaFuture.completedFuture(null),
                new ArrayDeque<>(List.of(failed(new TopicAuthorizationException("not allowed")))));

        DataSyncException failure = assertThrows(DataSyncException.class, topic::await);

        assertEquals(ErrorCode.KAFKA_REFUSED, failure.code());
    }
}
