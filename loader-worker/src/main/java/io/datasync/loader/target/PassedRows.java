package io.datasync.loader.target;

import io.datasync.rows.Chunk;
import java.util.BitSet;

/** Is shown the rows that go into a table. */
@FunctionalInterface
public interface PassedRows {

    /** Looks at all rows of the chunk but those {@code out}, whose keys may be NULL. */
    void add(Chunk chunk, BitSet out);
}
