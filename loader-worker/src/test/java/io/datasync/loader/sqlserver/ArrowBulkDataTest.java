package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.rows.Chunk;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ArrowBulkDataTest implements LoadListener {
    private static final SqlServerColumn COLUMN = notNull("Number", SqlServerType.of("tinyint"));

    private final BufferAllocator allocator = new RootAllocator();
    private final List<Long> progress = new ArrayList<>();
    private final List<String> rejects = new ArrayList<>();

    @AfterEach
    void noMemoryIsLeft() {
        allocator.close();
    }

    @Override
    public void progressed(long rows) {
        progress.add(rows);
    }

    @Override
    public void rejected(String column, String reason, Map<String, @Nullable String> row) {
        rejects.add(column + "=" + row.get("Number"));
    }

    @Test
    void rowsArePulledChunkByChunkAndNumbered() {
        try (Chunk first = numbers(1, 2);
                Chunk empty = numbers();
                Chunk last = numbers(3)) {
            ArrowBulkData data = data(first, TestingVectors.reader(null, empty, last), 0, true);
            assertEquals(
                    List.of(List.of((short) 1, 1L), List.of((short) 2, 2L), List.of((short) 3, 3L)),
                    TestingVectors.pull(data));
            assertEquals(3, data.rowsOrFailure());
            assertEquals(List.of(2L, 2L, 3L), progress);
        }
    }

    @Test
    void rowsThatDoNotFitAreLeftOutAndReported() {
        try (Chunk first = numbers(256, 1, -1);
                Chunk second = numbers(300)) {
            ArrowBulkData data = data(first, TestingVectors.reader(null, second), 3, false);
            assertEquals(List.of(List.of((short) 1)), TestingVectors.pull(data));
            assertEquals(1, data.rowsOrFailure());
            assertEquals(List.of("Number=256", "Number=-1", "Number=300"), rejects);
        }
    }

    @Test
    void tooManyRejectsEndTheRowsAndAreThrownOnceTheDriverIsDone() {
        try (Chunk first = numbers(1);
                Chunk second = numbers(256)) {
            ArrowBulkData data = data(first, TestingVectors.reader(null, second), 0, false);
            assertEquals(1, TestingVectors.pull(data).size());
            assertFalse(data.next());
            DataSyncException failure = assertThrows(DataSyncException.class, data::rowsOrFailure);
            assertEquals(ErrorCode.TOO_MANY_REJECTS, failure.code());
        }
    }

    @Test
    void damagedChunksEndTheRowsAndAreThrownOnceTheDriverIsDone() {
        DataSyncException damage = new DataSyncException(ErrorCode.BATCH_DAMAGED, "damaged");
        try (Chunk first = numbers(1)) {
            ArrowBulkData data = data(first, TestingVectors.reader(damage), 0, false);
            assertEquals(1, TestingVectors.pull(data).size());
            assertSame(damage, assertThrows(DataSyncException.class, data::rowsOrFailure));
        }
    }

    @Test
    void theDriverIsToldTheColumnsAndTheRowNumber() {
        try (Chunk first = numbers(1)) {
            ArrowBulkData data = data(first, TestingVectors.reader(null), 0, true);
            assertEquals(Set.of(1, 2), data.getColumnOrdinals());
            assertEquals(List.of("Number", "DataSync_Row"), data.columnNames());
            assertEquals(Types.TINYINT, data.getColumnType(1));
            assertEquals(Types.BIGINT, data.getColumnType(2));
            assertEquals(19, data.getPrecision(2));
            assertEquals(0, data.getScale(2));
        }
    }

    @Test
    void theDefaultsOfBulkCopyThatBiteAreChanged() throws SQLException {
        SQLServerBulkCopyOptions options =
                new BulkCopy(Duration.ofHours(1), 5000).options(new CopyRule(true, 5000, true, "a heap"), false);
        assertEquals(3600, options.getBulkCopyTimeout());
        assertEquals(5000, options.getBatchSize());
        assertTrue(options.isKeepNulls());
        assertTrue(options.isCheckConstraints());
        assertTrue(options.isTableLock());
        assertTrue(options.isFireTriggers());
        assertFalse(options.isKeepIdentity());
        assertFalse(options.isUseInternalTransaction());
    }

    private ArrowBulkData data(Chunk first, Chunks.Reader others, long rejectsLeft, boolean numbered) {
        ColumnPair pair = new ColumnPair(
                0,
                new Column("Number", new ColumnType.Int32(), true),
                TestingColumns.table(COLUMN).target().columns().get(0),
                false);
        return new ArrowBulkData(
                List.of(BulkColumn.of(pair, COLUMN)),
                numbered ? Optional.of("DataSync_Row") : Optional.empty(),
                first,
                others,
                new RowGate(List.of(pair), rejectsLeft, this),
                this);
    }

    private Chunk numbers(int... numbers) {
        return TestingVectors.chunk(
                allocator,
                "Number",
                new ColumnType.Int32(),
                numbers.length,
                (IntVector vector, int row) -> vector.setSafe(row, numbers[row]));
    }
}
