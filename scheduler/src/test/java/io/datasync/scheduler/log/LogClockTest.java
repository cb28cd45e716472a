package io.datasync.scheduler.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    @Test
    void itTellsTheDatabasesTimeWhateverTheTimeIsHere() {
        LogClock clock = new LogClock(() -> LONG_AGO);
        assertThrows(IllegalStateException.class, clock::instant);
        clock.run();
        Instant first = clock.instant();
        Instant second = clock.instant();
        assertFalse(first.isBefore(LONG_AGO));
        assertFalse(second.isBefore(first));
        assertTrue(second.isBefore(LONG_AGO.plusSeconds(600)), second.toString());
    }

    @Test
    void aFurtherReadingSetsItAndOneThatFailsDoesNot() {
        Deque<Instant> readings = new ArrayDeque<>(List.of(LONG_AGO, LONG_AGO.plusSeconds(86_400)));
        LogClock clock = new LogClock(() -> {
            if (readings.isEmpty()) {
                throw new DataSyncException(ErrorCode.DESTINATION_UNAVAILABLE, "gone");
            }
            return readings.removeFirst();
        });
        clock.run();
        clock.run();
        assertThrows(DataSyncException.class, clock::run);
        assertEquals("2001-01-02", clock.instant().toString().substring(0, 10));
    }
}
