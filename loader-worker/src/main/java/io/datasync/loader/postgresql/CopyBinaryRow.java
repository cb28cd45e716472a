package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.rows.Chunk;
import java.util.List;

/**
 * Rows in COPY's binary form, which has all types.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4">The binary format</a>
 */
final class CopyBinaryRow implements ComparedRow {
    private final RowEncoder encoder;

    CopyBinaryRow(List<ColumnPair> pairs) {
        this.encoder = RowEncoder.toCompare(pairs);
    }

    @Override
    public String format() {
        return "BINARY";
    }

    @Override
    public int headerBytes() {
        return CopyRows.HEADER.length;
    }

    /** The end is a row without fields. */
    @Override
    public boolean isRow(int bytes) {
        return bytes > Short.BYTES;
    }

    @Override
    public void show(Chunk chunk) {
        encoder.show(chunk);
    }

    @Override
    public void put(int row, CopyBuffer out) {
        out.putShort(encoder.fields());
        encoder.put(row, out);
    }
}
