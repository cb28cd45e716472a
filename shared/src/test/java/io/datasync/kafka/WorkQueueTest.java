package io.datasync.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.TestKafka;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkQueueTest {
    private static final Duration NO_GRACE = Duration.ZERO;
    private static final Duration LONG_GRACE = Duration.ofMinutes(1);

    private final String prefix = TestKafka.uniquePrefix();
    private TestingQueue queue;

    @BeforeEach
    void makeQueue() throws Exception {
        queue = new TestingQueue(TestKafka.bootstrapServers(), prefix);
    }

    @AfterEach
    void closeQueue() {
        queue.close();
        waiting().until(() -> threads().isEmpty());
    }

    @Test
    void tasksAreDoneOnceEach() throws Exception {
        TestingHandler first = new TestingHandler();
        queue.send(1, 2, 3);
        try (var worker = queue.start(prefix + "-first", first, LONG_GRACE)) {
            waiting().until(() -> first.done().size() == 3);
        }
        TestingHandler second = new TestingHandler();
        queue.send(4);
        queue.start(prefix + "-second", second, LONG_GRACE);
        waiting().until(() -> !second.done().isEmpty());
        assertEquals(List.of("1#1", "2#1", "3#1"), first.begun());
        assertEquals(List.of("4#1"), second.begun());
    }

    @Test
    void aHandlerThatThrowsHandsItsTaskBackAndTheNextDeliverySucceeds() throws Exception {
        TestingHandler handler = new TestingHandler((task, delivery) -> {
            if (delivery.deliveryCount() == 1) {
                throw new DataSyncException(ErrorCode.DESTINATION_BUSY, "locked");
            }
        });
        queue.send(7);
        queue.start(prefix, handler, LONG_GRACE);
        waiting().until(() -> handler.done().size() == 1);
        assertEquals(List.of("7#1", "7#2"), handler.begun());
    }

    @Test
    void aTaskOfAnotherMajorVersionIsHandedBackAndAtLastGoesToTheRejects() throws Exception {
        TestingHandler handler = new TestingHandler();
        String task = new String(Json.write(TestingQueue.task(7)), StandardCharsets.UTF_8);
        queue.sendBytes(
                task.replaceFirst("\"version\":\"\\d+", "\"version\":\"99").getBytes(StandardCharsets.UTF_8));
        queue.send(8);
        queue.start(prefix, handler, LONG_GRACE);
        Reject reject = queue.rejects(1).get(0);
        assertTrue(reject.reason().contains("of version 99."), reject.reason());
        assertEquals("0", reject.row().get("offset"));
        assertEquals(Integer.toString(WorkQueue.MAX_DELIVERIES), reject.row().get("deliveries"));
        waiting().until(() -> handler.done().equals(List.of(8)));
    }

    @Test
    void anErrorInAHandlerDoesNotEndTheWorker() throws Exception {
        TestingHandler handler = new TestingHandler((task, delivery) -> {
            if (delivery.deliveryCount() == 1) {
                throw new StackOverflowError("deep");
            }
        });
        queue.send(7, 8);
        queue.start(prefix, handler, LONG_GRACE);
        waiting().until(() -> handler.done().containsAll(List.of(7, 8)));
    }

    @Test
    void aTaskOfSeveralLockDurationsStaysWithItsWorker() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TestingHandler slow = TestingHandler.holdingTheFirst(latch);
        TestingHandler other = new TestingHandler();
        queue.send(1);
        queue.start(prefix + "-slow", slow, LONG_GRACE);
        waiting().until(() -> slow.begun().size() == 1);
        queue.start(prefix + "-other", other, LONG_GRACE);
        queue.send(2);
        waiting().until(() -> other.done().size() == 1);
        Awaitility.await()
                .during(TestingQueue.LOCK.multipliedBy(4))
                .atMost(Duration.ofSeconds(30))
                .until(() -> slow.interrupted().isEmpty() && other.done().size() == 1);
        latch.countDown();
        waiting().until(() -> slow.done().size() == 1);
        queue.send(3);
        waiting().until(() -> slow.done().contains(3) || other.done().contains(3));
        assertEquals(1, slow.begun().stream().filter("1#1"::equals).count());
        assertTrue(other.begun().stream().noneMatch(task -> task.startsWith("1#")), () -> "" + other.begun());
    }

    /** The first worker renews every 3 s a lock of 1 s; the other one still has the task then. */
    @Test
    void aWorkerThatLostItsLockIsInterruptedAndGoesOnWithTheNextTask() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch latch = new CountDownLatch(1);
        TestingHandler late = TestingHandler.holdingTheFirst(never);
        TestingHandler other = TestingHandler.holdingTheFirst(latch);
        queue.send(1);
        queue.start(prefix + "-late", late, TestingQueue.LOCK.multipliedBy(9), LONG_GRACE);
        waiting().until(() -> late.begun().size() == 1);
        var second = queue.start(prefix + "-other", other, LONG_GRACE);
        waiting().until(() -> other.begun().equals(List.of("1#2")));
        waiting().until(() -> late.interrupted().equals(List.of(1)));
        latch.countDown();
        waiting().until(() -> other.done().equals(List.of(1)));
        second.close();
        queue.send(2);
        waiting().until(() -> late.done().equals(List.of(2)));
    }

    /** The broker takes renewals of a task that another worker has done, so the first one only finishes in vain. */
    @Test
    void aWorkerWhoseTaskWasDoneByAnotherFinishesAndGoesOnWithTheNextTask() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TestingHandler late = TestingHandler.holdingTheFirst(latch);
        TestingHandler other = new TestingHandler();
        queue.send(1);
        queue.start(prefix + "-late", late, TestingQueue.LOCK.multipliedBy(9), LONG_GRACE);
        waiting().until(() -> late.begun().size() == 1);
        try (var second = queue.start(prefix + "-other", other, LONG_GRACE)) {
            waiting().until(() -> other.done().equals(List.of(1)));
        }
        latch.countDown();
        queue.send(2);
        waiting().until(() -> late.done().contains(2));
        assertEquals(List.of("1#1", "2#1"), late.begun());
    }

    @Test
    void messagesThatAreNoTasksGoToTheRejectsAndTheWorkerGoesOn() throws Exception {
        TestingHandler handler = new TestingHandler();
        String emoji = "\uD83D\uDE00";
        queue.sendBytes("not JSON".getBytes(StandardCharsets.UTF_8));
        queue.sendBytes(null);
        queue.sendBytes(new byte[] {(byte) 0xff, 0, (byte) 0xc3});
        queue.sendBytes(("x" + emoji.repeat(6_000)).getBytes(StandardCharsets.UTF_8));
        queue.sendBytes("{\"slice\":1,\"slices\":1}".getBytes(StandardCharsets.UTF_8));
        queue.send(5);
        queue.start(prefix, handler, LONG_GRACE);
        List<Reject> rejects = queue.rejects(5);
        waiting().until(() -> handler.done().size() == 1);
        assertEquals(List.of("5#1"), handler.begun());
        assertEquals(5, rejects.size());
        Reject first = rejects.get(0);
        assertNull(first.operationId());
        assertEquals("not JSON", first.row().get("text"));
        assertEquals(prefix + ".tasks", first.row().get("topic"));
        assertEquals("0", first.row().get("offset"));
        assertTrue(first.reason().contains("Not a FetchTask"), first.reason());
        assertEquals("", rejects.get(1).row().get("text"));
        assertTrue(rejects.get(4).reason().contains("operation"), rejects.get(4).reason());
    }

    @Test
    void aTaskThatNeverSucceedsIsGivenUpAndTheWorkerGoesOn() throws Exception {
        TestingHandler handler = new TestingHandler((task, delivery) -> {
            if (task.slice() == 1) {
                throw new IllegalStateException("always");
            }
        });
        queue.send(1);
        queue.start(prefix, handler, LONG_GRACE);
        waiting().until(() -> handler.givenUp().size() == 1);
        queue.send(2);
        waiting().until(() -> handler.done().equals(List.of(2)));
        assertEquals(List.of("1#1", "1#2", "1#3", "1#4", "1#5", "1#6", "1#7", "2#1"), handler.begun());
        assertEquals(List.of("1 DELIVERIES_EXHAUSTED"), handler.givenUp());
    }

    @Test
    void givingUpIsTriedAgainWhenItFails() throws Exception {
        AtomicInteger givenUp = new AtomicInteger();
        queue.send(1);
        queue.start(
                prefix,
                new TaskHandler<FetchTask>() {
                    @Override
                    public void handle(FetchTask task, Delivery delivery) {
                        throw new IllegalStateException("always");
                    }

                    @Override
                    public void giveUp(FetchTask task, DataSyncException reason) {
                        if (givenUp.incrementAndGet() == 1) {
                            throw new DataSyncException(ErrorCode.KAFKA_UNAVAILABLE, "no broker");
                        }
                    }
                },
                LONG_GRACE);
        waiting().until(() -> givenUp.get() == 2);
    }

    @Test
    void aTaskThatEndsWithinTheGraceIsAcknowledgedAtTheStop() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TestingHandler stopping = TestingHandler.holdingTheFirst(latch);
        queue.send(1);
        var worker = queue.start(prefix + "-stopping", stopping, LONG_GRACE);
        waiting().until(() -> stopping.begun().size() == 1);
        queue.send(2);
        worker.queue().stop();
        latch.countDown();
        worker.close();
        assertEquals(List.of(1), stopping.done());
        TestingHandler other = new TestingHandler();
        queue.start(prefix + "-other", other, LONG_GRACE);
        waiting().until(() -> !other.done().isEmpty());
        assertEquals(List.of(2), other.done());
    }

    @Test
    void aTaskThatOutlivesTheGraceIsInterruptedAndHandedToAnother() throws Exception {
        TestingHandler stopping = TestingHandler.holdingTheFirst(new CountDownLatch(1));
        TestingHandler other = new TestingHandler();
        queue.send(1);
        var worker = queue.start(prefix + "-stopping", stopping, NO_GRACE);
        waiting().until(() -> stopping.begun().size() == 1);
        queue.start(prefix + "-other", other, LONG_GRACE);
        worker.close();
        assertEquals(List.of(1), stopping.interrupted());
        waiting().until(() -> other.done().equals(List.of(1)));
        assertEquals(List.of("1#2"), other.begun());
    }

    @Test
    void workersThatStopTogetherDoNotHandATaskToEachOther() throws Exception {
        TestingHandler stopping = TestingHandler.holdingTheFirst(new CountDownLatch(1));
        queue.send(1);
        WorkQueues workers = queue.startSeveral(prefix + "-stopping", 4, stopping, Duration.ofSeconds(2));
        waiting().until(() -> stopping.begun().size() == 1);
        workers.close();
        assertEquals(List.of(1), stopping.interrupted());
        TestingHandler other = new TestingHandler();
        queue.start(prefix + "-other", other, LONG_GRACE);
        waiting().until(() -> other.done().equals(List.of(1)));
        assertEquals(List.of("1#2"), other.begun());
    }

    @Test
    void anOutageOfTheBrokerInTheMiddleOfATaskIsSurvived(@TempDir Path directory) throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TestingHandler handler = TestingHandler.holdingTheFirst(latch);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                TestingQueue own = new TestingQueue(kafka.bootstrapServers(), prefix)) {
            own.send(1);
            own.start(prefix, handler, LONG_GRACE);
            waiting().until(() -> handler.begun().size() == 1);
            kafka.stop();
            waiting().until(() -> handler.interrupted().equals(List.of(1)));
            kafka.restart();
            latch.countDown();
            waiting().until(() -> handler.done().contains(1));
            own.send(2);
            waiting().until(() -> handler.done().contains(2));
        }
    }

    @Test
    void aWorkerStopsWhileTheBrokerIsDown(@TempDir Path directory) throws Exception {
        TestingHandler handler = TestingHandler.holdingTheFirst(new CountDownLatch(1));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                TestingQueue own = new TestingQueue(kafka.bootstrapServers(), prefix)) {
            own.send(1);
            var worker = own.start(prefix, handler, NO_GRACE);
            waiting().until(() -> handler.begun().size() == 1);
            kafka.stop();
            worker.close();
            assertEquals(List.of(1), handler.interrupted());
        }
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(prefix))
                .toList();
    }

    private static ConditionFactory waiting() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
