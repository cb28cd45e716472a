package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.Operation;
import io.datasync.scheduler.log.TestingStates;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchTopicJanitorTest {
    private final SchedulerWorld world = new SchedulerWorld();
    private final BatchTopicJanitor janitor = world.janitor();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTopicIsKeptForTheRetentionAfterItsOperationEndedAndIsThenDeleted() {
        Operation ended = world.opened("Item", null);
        world.log.complete(TestingStates.succeeded(ended, 1, world.clock.instant()));
        Operation open = world.opened("Lot", null);
        world.withTopics(topic(ended), topic(open), world.topics.events());

        world.clock.advance(Duration.ofHours(24));
        assertEquals(Set.of(), janitor.deleteOldTopics());

        world.clock.advance(Duration.ofSeconds(1));
        assertEquals(Set.of(topic(ended)), janitor.deleteOldTopics());
        awaitGone(topic(ended));
        assertTrue(world.topicNames().containsAll(Set.of(topic(open), world.topics.events())));
    }

    @Test
    void aTopicThatIsBeingReplayedIsKept() {
        Operation ended = world.opened("Item", null);
        world.log.complete(TestingStates.succeeded(ended, 1, world.clock.instant()));
        world.withTopics(topic(ended));
        world.clock.advance(Duration.ofHours(23));
        Operation replay = world.opened("Item", ended.operationId());

        world.clock.advance(Duration.ofHours(23));
        assertEquals(Set.of(), janitor.deleteOldTopics());

        world.log.complete(TestingStates.succeeded(replay, 1, world.clock.instant()));
        world.clock.advance(Duration.ofHours(25));
        assertEquals(Set.of(topic(ended)), janitor.deleteOldTopics());
    }

    @Test
    void aTopicWithoutALogRowIsDeletedOnlyAfterItWasSeenSoForTheRetention() {
        String topic = world.topics.batches("purged");
        world.withTopics(topic);

        assertEquals(Set.of(), janitor.deleteOldTopics());
        world.clock.advance(Duration.ofHours(23));
        assertEquals(Set.of(), janitor.deleteOldTopics());

        world.clock.advance(Duration.ofHours(1));
        assertEquals(Set.of(topic), janitor.deleteOldTopics());
        awaitGone(topic);
        assertEquals(Set.of(), janitor.deleteOldTopics());
    }

    private String topic(Operation operation) {
        return world.topics.batches(operation.operationId());
    }

    private void awaitGone(String topic) {
        Awaitility.await().until(() -> !world.topicNames().contains(topic));
    }
}
