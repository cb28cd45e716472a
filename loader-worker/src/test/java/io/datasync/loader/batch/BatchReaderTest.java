package io.datasync.loader.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.TestingKafka;
import io.datasync.loader.TestingRows;
import io.datasync.message.BatchRef;
import io.datasync.rows.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchReaderTest {
    private final TestingKafka kafka = new TestingKafka();
    private final BufferAllocator allocator = new RootAllocator();
    private final BatchReader reader = new BatchReader(kafka.clients, allocator);

    @AfterEach
    void nothingIsLeftOpen() {
        reader.close();
        kafka.close();
        allocator.close();
    }

    private static TestingRows ids(int from, int to) {
        TestingRows rows = TestingRows.of("id int32");
        IntStream.range(from, to).forEach(rows::row);
        return rows;
    }

    private List<Integer> read(Chunks chunks) {
        List<Integer> found = new ArrayList<>();
        try (Chunks.Reader open = chunks.open()) {
            for (Chunk chunk = open.next(); chunk != null; chunk = open.next()) {
                for (int row = 0; row < chunk.rows(); row++) {
                    found.add(((IntVector) chunk.vector(0)).get(row));
                }
            }
        }
        return found;
    }

    private void assertDamaged(String how, BatchRef batch) {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> read(reader.chunks(batch)));
        assertEquals(ErrorCode.BATCH_DAMAGED, failure.code(), failure.getMessage());
        assertTrue(String.valueOf(failure.getMessage()).contains(how), failure.getMessage());
    }

    @Test
    void aBatchIsReadFromItsFirstToItsLastChunkAsOftenAsAskedFor() {
        kafka.write(0, ids(0, 10), 3);
        BatchRef batch = kafka.write(1, ids(10, 2000), 100);
        kafka.write(2, ids(2000, 2010), 3);
        Chunks chunks = reader.chunks(batch);
        assertEquals(IntStream.range(10, 2000).boxed().toList(), read(chunks));
        assertEquals(IntStream.range(10, 2000).boxed().toList(), read(chunks));
    }

    @Test
    void aBatchWithOtherRowsOrAnotherChecksumIsDamaged() {
        BatchRef batch = kafka.write(0, ids(0, 10), 3);
        assertDamaged("10 rows instead of 9", with(batch, batch.lastOffset(), 9, batch.checksum()));
        assertDamaged("checksum", with(batch, batch.lastOffset(), 10, batch.checksum() + 1));
        assertDamaged("9 rows instead of 10", with(batch, batch.lastOffset() - 1, 10, batch.checksum()));
    }

    private static BatchRef with(BatchRef batch, long lastOffset, long rows, long checksum) {
        return new BatchRef(
                0, batch.topic(), batch.partition(), batch.firstOffset(), lastOffset, rows, batch.bytes(), checksum);
    }

    @Test
    void aBatchWhoseTopicIsGoneOrPurgedIsDamaged() {
        BatchRef batch = kafka.write(0, ids(0, 10), 3);
        assertDamaged("is gone", new BatchRef(0, batch.topic() + "x", 1, 0, 0, 1, 1, 0));
        assertDamaged("is gone", new BatchRef(0, batch.topic(), 7, 0, 0, 1, 1, 0));
        assertDamaged("is gone", with(batch, batch.lastOffset() + 1, 10, batch.checksum()));
        kafka.purgeBefore(1);
        assertDamaged("was purged", batch);
    }

    @Test
    void batchesOfAllSizesAreReadOneAfterTheOtherAndAtOnce() {
        BatchRef large = kafka.write(0, ids(0, 3000), 7);
        BatchRef small = kafka.write(1, ids(3000, 3001), 1);
        try (Chunks.Reader open = reader.chunks(large).open()) {
            assertEquals(List.of(3000), read(reader.chunks(small)));
            Chunk first = open.next();
            assertTrue(first != null && first.rows() == 7);
            assertEquals(IntStream.range(0, 3000).boxed().toList(), read(reader.chunks(large)));
        }
        assertEquals(List.of(3000), read(reader.chunks(small)));
    }

    @Test
    void aReaderIsClosedAtAnyMoment() {
        BatchRef batch = kafka.write(0, ids(0, 500), 5);
        for (int wanted = 0; wanted < 40; wanted += 13) {
            try (Chunks.Reader open = reader.chunks(batch).open()) {
                for (int chunk = 0; chunk < wanted; chunk++) {
                    assertTrue(open.next() != null, "chunk " + chunk);
                }
                if (wanted == 26) {
                    Thread.currentThread().interrupt();
                }
            }
            assertEquals(wanted == 26, Thread.interrupted(), "an interrupt is kept");
        }
    }

    @Test
    void aFailureIsThrownWhereItsChunkIsAskedForAndAgain() {
        BatchRef batch = kafka.write(0, ids(0, 10), 3);
        BatchRef wrong = with(batch, batch.lastOffset(), 10, batch.checksum() + 1);
        try (Chunks.Reader open = reader.chunks(wrong).open()) {
            for (int chunk = 0; chunk < 4; chunk++) {
                assertTrue(open.next() != null, "chunk " + chunk);
            }
            assertThrows(DataSyncException.class, open::next);
            assertThrows(DataSyncException.class, open::next);
        }
    }

    @Test
    void anInterruptEndsTheReading() {
        BatchRef batch = kafka.write(0, ids(0, 10), 3);
        try (Chunks.Reader open = reader.chunks(batch).open()) {
            Thread.currentThread().interrupt();
            DataSyncException failure = assertThrows(DataSyncException.class, open::next);
            assertEquals(ErrorCode.KAFKA_UNAVAILABLE, failure.code());
            assertTrue(Thread.interrupted(), "the interrupt is kept");
        }
    }
}
