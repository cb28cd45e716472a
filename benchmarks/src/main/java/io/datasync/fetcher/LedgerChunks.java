package io.datasync.fetcher;

import io.datasync.rows.ChunkCodec;
import io.datasync.rows.RejectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Rows as the chunks that a fetcher makes of them. */
public final class LedgerChunks {
    private LedgerChunks() {}

    /** All rows of the stream, encoded. */
    public static List<byte[]> of(RowStream stream) throws RejectedRow {
        List<byte[]> chunks = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                ChunkBuilder builder = new ChunkBuilder(stream.schema(), allocator)) {
            encode(stream, builder, chunks::add);
        }
        return chunks;
    }

    /** Encodes the rows of the stream and returns how many there were. */
    static long encode(RowStream stream, ChunkBuilder builder, Consumer<byte[]> chunks) throws RejectedRow {
        long rows = 0;
        boolean more = true;
        while (more) {
            more = fill(stream, builder);
            rows += builder.rows();
            if (builder.rows() > 0) {
                chunks.accept(ChunkCodec.encode(builder.chunk()));
            }
            builder.clear();
        }
        return rows;
    }

    private static boolean fill(RowStream stream, ChunkBuilder builder) throws RejectedRow {
        while (!builder.isFull()) {
            if (!builder.add(stream)) {
                return false;
            }
        }
        return true;
    }
}
