package io.datasync.verify;

import io.datasync.fetcher.ChunkBuilder;
import io.datasync.fetcher.RowStream;
import io.datasync.rows.Chunk;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.BitSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The rows of one side, read once, by one thread. */
final class Side implements AutoCloseable {
    private final RowStream stream;
    private final RowForms forms;
    private final Function<Chunk, BitSet> aside;
    private long rows;
    private long setAside;
    private long unreadable;

    /** @param aside the rows of a chunk that are not expected on the other side */
    Side(RowStream stream, RowForms forms, Function<Chunk, BitSet> aside) {
        this.stream = stream;
        this.forms = forms;
        this.aside = aside;
    }

    /** Rows so far, unreadable ones too. */
    long rows() {
        return rows;
    }

    long setAside() {
        return setAside;
    }

    /** Rows with a value that cannot be carried. */
    long unreadable() {
        return unreadable;
    }

    /** @param progress is told of rows that were read since it was told last */
    void read(RowSink sink, LongConsumer progress) {
        RowSchema schema = stream.schema();
        try (BufferAllocator memory = new RootAllocator();
                ChunkBuilder builder = new ChunkBuilder(schema, memory)) {
            boolean more = true;
            while (more) {
                long before = rows;
                more = fill(builder);
                take(new Chunk(schema, builder.chunk(), memory), sink);
                builder.clear();
                progress.accept(rows - before);
            }
        }
    }

    private boolean fill(ChunkBuilder builder) {
        while (!builder.isFull()) {
            try {
                if (!builder.add(stream)) {
                    return false;
                }
            } catch (RejectedRow reject) {
                unreadable++;
            }
            rows++;
        }
        return true;
    }

    private void take(Chunk chunk, RowSink sink) {
        BitSet out = aside.apply(chunk);
        setAside += out.cardinality();
        forms.show(chunk);
        for (int row = 0; row < chunk.rows(); row++) {
            forms.move(row);
            sink.take(forms, chunk, row, out.get(row));
        }
    }

    void cancel() {
        stream.cancel();
    }

    @Override
    public void close() {
        stream.close();
    }
}
