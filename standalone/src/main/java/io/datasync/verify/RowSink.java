package io.datasync.verify;

import io.datasync.rows.Chunk;

/** Takes the rows of one side. */
@FunctionalInterface
interface RowSink {

    /**
     * Takes a row.
     *
     * @param forms has moved to it
     * @param aside whether it is not expected on the other side
     */
    void take(RowForms forms, Chunk chunk, int row, boolean aside);
}
