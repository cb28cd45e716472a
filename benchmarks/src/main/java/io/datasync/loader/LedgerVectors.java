package io.datasync.loader;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.fetcher.LedgerChunks;
import io.datasync.fetcher.jdbc.RecordedRows;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** The rows of a table as a loader has them, decoded; it may read them any number of times. */
public final class LedgerVectors implements Chunks, LoadListener, AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final List<Chunk> chunks;

    private LedgerVectors(List<byte[]> encoded) {
        chunks = encoded.stream()
                .map(bytes -> ChunkCodec.decode(bytes, allocator))
                .toList();
    }

    /** Reads the rows of the table. */
    public static LedgerVectors of(ItemLedger ledger) throws SQLException, RejectedRow {
        return new LedgerVectors(LedgerChunks.of(RecordedRows.of(ledger)));
    }

    /** The columns of the rows. */
    public RowSchema schema() {
        return chunks.get(0).schema();
    }

    /** A reader, whose chunks stay valid. */
    @Override
    public Reader open() {
        Iterator<Chunk> left = chunks.iterator();
        return new Reader() {
            @Override
            public @Nullable Chunk next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {
                // The chunks are kept.
            }
        };
    }

    @Override
    public void progressed(long rows) {
        // Nobody wants to know.
    }

    @Override
    public void rejected(String column, String reason, Map<String, @Nullable String> row) {
        throw new IllegalStateException(column + ": " + reason);
    }

    @Override
    public void close() {
        chunks.forEach(Chunk::close);
        allocator.close();
    }
}
