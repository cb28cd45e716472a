package io.datasync.loader;

import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** Chunks out of memory; closing a reader fails if a chunk was left open. */
public final class TestingChunks implements Chunks {
    private final List<byte[]> chunks;

    public TestingChunks(List<byte[]> chunks) {
        this.chunks = chunks;
    }

    @Override
    public Reader open() {
        return new InMemory(chunks.iterator());
    }

    private static final class InMemory implements Reader {
        private final BufferAllocator allocator = new RootAllocator();
        private final Iterator<byte[]> rest;
        private @Nullable Chunk current;

        InMemory(Iterator<byte[]> rest) {
            this.rest = rest;
        }

        @Override
        public @Nullable Chunk next() {
            closeCurrent();
            if (!rest.hasNext()) {
                return null;
            }
            current = ChunkCodec.decode(rest.next(), allocator);
            return current;
        }

        @Override
        public void close() {
            closeCurrent();
            allocator.close();
        }

        private void closeCurrent() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
