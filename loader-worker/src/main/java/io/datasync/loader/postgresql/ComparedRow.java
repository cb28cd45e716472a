package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.rows.Chunk;
import java.util.List;

/** A form in which COPY hands out a table's rows and rows of a chunk can be written as well, so that their bytes are compared. */
interface ComparedRow {
    /** COPY's text where that has all columns, as it costs the server less, and else its binary form. */
    static ComparedRow of(List<ColumnPair> pairs) {
        return CopyTextRow.hasAll(pairs) ? new CopyTextRow(pairs) : new CopyBinaryRow(pairs);
    }

    /** The word for it in a COPY. */
    String format();

    /** Bytes before the first row. */
    int headerBytes();

    /** Whether so many bytes are a row; the end may have a mark. */
    boolean isRow(int bytes);

    /** Takes the rows from that chunk from now on. */
    void show(Chunk chunk);

    /** Puts a row of the chunk, all of it. */
    void put(int row, CopyBuffer out);
}
