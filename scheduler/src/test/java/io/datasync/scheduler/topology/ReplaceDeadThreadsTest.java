package io.datasync.scheduler.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReplaceDeadThreadsTest {
    private Instant now = TestingOperation.START;
    private final ReplaceDeadThreads handler = new ReplaceDeadThreads(() -> now);

    @Test
    void tenDeathsInTenMinutesAreReplacedAndThenItGivesUp() {
        for (int death = 0; death < 10; death++) {
            assertEquals(REPLACE_THREAD, handler.handle(new IllegalStateException("lost")));
        }
        assertEquals(SHUTDOWN_CLIENT, handler.handle(new IllegalStateException("lost")));
    }

    @Test
    void deathsThatAreFarApartAreReplacedForEver() {
        for (int death = 0; death < 100; death++) {
            assertEquals(REPLACE_THREAD, handler.handle(new IllegalStateException("lost")));
            now = now.plus(Duration.ofMinutes(2));
        }
    }

    @Test
    void anErrorOfTheJvmIsNotReplaced() {
        assertEquals(SHUTDOWN_CLIENT, handler.handle(new OutOfMemoryError("heap")));
    }
}
