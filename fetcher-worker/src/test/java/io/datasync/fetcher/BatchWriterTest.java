package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch when the broker refuses to store it, as with a full disk. */
final class BatchWriterTest {
    private static final RowSchema SCHEMA = new RowSchema(List.of(new Column("Id", new ColumnType.Int64(), false)));
    private static final TableConfig TABLE = TestingTable.named("Item", "Id").build();

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final BatchWriter writer = new BatchWriter(
            producer,
            new BatchTopic(
                    "t.batches.op-1", KafkaFuture.completedFuture(null), () -> KafkaFuture.completedFuture(null)),
            0,
            TABLE);
    private final BufferAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot chunk = VectorSchemaRoot.create(ArrowSchemas.toArrow(SCHEMA), allocator);

    @AfterEach
    void close() {
        chunk.close();
        allocator.close();
        producer.close();
    }

    @Test
    void aBatchIsOnlyFinishedOnceTheBrokerHasStoredIt() throws InterruptedException {
        write(3);
        assertTrue(producer.completeNext());
        BatchRef batch = writer.finish();
        assertEquals(3, batch.rows());
        assertEquals(0, batch.firstOffset());
        assertEquals(0, batch.lastOffset());
    }

    @Test
    void aChunkThatTheBrokerCannotStoreFailsItsBatch() throws InterruptedException {
        write(3);
        producer.errorNext(new KafkaStorageException("Disk error when trying to access log file"));
        DataSyncException failure = assertThrows(DataSyncException.class, writer::finish);
        assertEquals(ErrorCode.KAFKA_UNAVAILABLE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("t.batches.op-1: Disk error"));
    }

    @Test
    void aFailureIsNoticedWithTheNextChunkNotOnlyAtTheEnd() throws InterruptedException {
        write(3);
        producer.errorNext(new KafkaStorageException("Disk error when trying to access log file"));
        assertThrows(DataSyncException.class, () -> write(1));
    }

    private void write(int rows) throws InterruptedException {
        BigIntVector ids = (BigIntVector) chunk.getVector(0);
        for (int row = 0; row < rows; row++) {
            ids.setSafe(row, row);
        }
        chunk.setRowCount(rows);
        writer.write(chunk);
    }
}
