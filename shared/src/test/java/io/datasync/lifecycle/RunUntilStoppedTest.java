package io.datasync.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RunUntilStoppedTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void aFailingStepIsFollowedByTheNext() {
        AtomicInteger runs = new AtomicInteger();
        try (RunUntilStopped loop = RunUntilStopped.start(
                "failing",
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("first");
                    }
                },
                Duration.ofMillis(1),
                LONG)) {
            Awaitility.await().until(() -> runs.get() > 2);
            assertTrue(loop.isAlive());
        }
    }

    @Test
    void closingWaitsForTheStepThatIsToldToStop() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        RunUntilStopped loop = RunUntilStopped.start(
                "polite",
                new RunUntilStopped.Step() {
                    @Override
                    public void run() throws InterruptedException {
                        begun.countDown();
                        told.await();
                        finished.set(true);
                    }

                    @Override
                    public void stop() {
                        told.countDown();
                    }
                },
                LONG,
                LONG);
        Awaitility.await().until(() -> begun.getCount() == 0);
        loop.close();
        assertTrue(finished.get());
        assertFalse(loop.isAlive());
    }

    @Test
    void closingInterruptsAStepThatHangs() {
        CountDownLatch begun = new CountDownLatch(1);
        RunUntilStopped loop = RunUntilStopped.start(
                "hanging",
                () -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                },
                Duration.ZERO,
                Duration.ofMillis(100));
        Awaitility.await().until(() -> begun.getCount() == 0);
        loop.close();
        assertFalse(loop.isAlive());
    }

    /** As a Kafka client does, whose exceptions are unchecked. */
    @Test
    void aStepThatTurnsItsInterruptIntoAnotherExceptionEndsTheLoop() {
        AtomicInteger runs = new AtomicInteger();
        RunUntilStopped loop = RunUntilStopped.start(
                "wrapping",
                () -> {
                    runs.incrementAndGet();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(interrupted);
                    }
                },
                Duration.ZERO,
                Duration.ofMillis(100));
        Awaitility.await().until(() -> runs.get() == 1);
        loop.close();
        assertFalse(loop.isAlive());
        assertEquals(1, runs.get());
    }

    @Test
    void closingEndsAPause() {
        AtomicInteger runs = new AtomicInteger();
        RunUntilStopped loop = RunUntilStopped.start("pausing", runs::incrementAndGet, LONG, LONG);
        Awaitility.await().until(() -> runs.get() == 1);
        loop.close();
        loop.close();
        assertFalse(loop.isAlive());
        assertEquals(1, runs.get());
    }

    @Test
    void partsAreClosedInReverseAlthoughOneFails() {
        List<String> closed = new CopyOnWriteArrayList<>();
        Lifecycle lifecycle = new Lifecycle();
        AutoCloseable first = () -> closed.add("first");
        assertSame(first, lifecycle.add("first", first));
        lifecycle.add("second", () -> {
            throw new IOException("second");
        });
        lifecycle.add("third", () -> {
            throw new NoClassDefFoundError("third");
        });
        lifecycle.add("fourth", () -> closed.add("fourth"));
        lifecycle.close();
        lifecycle.close();
        assertEquals(List.of("fourth", "first"), closed);
    }
}
