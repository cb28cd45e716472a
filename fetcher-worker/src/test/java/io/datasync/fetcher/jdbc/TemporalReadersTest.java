package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.rows.RejectedRow;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

/** Timestamps of more than six digits, which the databases of other tests do not have. */
final class TemporalReadersTest {

    @Test
    void aHundredNanosecondsAreCarriedFromTheFirstToTheLastYear() throws RejectedRow, SQLException {
        assertEquals(-621_355_968_000_000_000L, read("0001-01-01T00:00:00Z", 7));
        assertEquals(-1, read("1969-12-31T23:59:59.999999900Z", 7));
        assertEquals(2_534_023_007_999_999_999L, read("9999-12-31T23:59:59.999999900Z", 9));
    }

    @Test
    void whatIsFinerIsRejected() {
        RejectedRow finer = assertThrows(RejectedRow.class, () -> read("2026-01-01T00:00:00.000000001Z", 9));
        assertEquals("Column At has 100 nanoseconds, the value is finer", finer.getMessage());
        assertThrows(RejectedRow.class, () -> read("+10000-01-01T00:00:00Z", 7));
    }

    private static long read(String value, int precision) throws RejectedRow, SQLException {
        try (BufferAllocator allocator = new RootAllocator();
                BigIntVector vector = new BigIntVector("At", allocator)) {
            TemporalReaders.timestamp(1, "At", precision).read(row(Instant.parse(value)), vector, 0);
            return vector.get(0);
        }
    }

    /** A row of one timestamp. */
    private static SourceRow row(Instant value) {
        return (SourceRow) Proxy.newProxyInstance(
                TemporalReadersTest.class.getClassLoader(),
                new Class<?>[] {SourceRow.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "timestamp" -> value.getEpochSecond() * 1_000_000 + value.getNano() / 1_000;
                    case "nanosOfMicro" -> value.getNano() % 1_000;
                    case "wasNull" -> false;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
