package io.datasync.loader;

import io.datasync.rows.Chunk;
import org.jspecify.annotations.Nullable;

/** The chunks of one batch, in order. They may be read any number of times, by one reader at a time. */
public interface Chunks {

    /** Starts from the first chunk. */
    Reader open();

    /** Gives the chunks one by one. */
    interface Reader extends AutoCloseable {
        /**
         * The next chunk, null after the last one; it stays valid until this is called again or the reader is closed.
         *
         * @throws io.datasync.error.DataSyncException with {@link io.datasync.error.ErrorCode#BATCH_DAMAGED} if the chunks
         *     are not those that were written; this may show at the end only
         */
        @Nullable
        Chunk next();

        @Override
        void close();
    }
}
