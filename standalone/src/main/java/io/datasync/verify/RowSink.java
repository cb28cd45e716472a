package io.datasync.verify;

import io.datasync.rows.Chunk;

/** Takes the rows of one side. */
@FunctionalInterface
interface RowSink {

    /**
     * Takes a row.
     *
     * @param forms has moved to it
     * @param rejected whether the destination cannot hold it
     */
    void take(RowForms forms, Chunk chunk, int row, boolean rejected);
}
