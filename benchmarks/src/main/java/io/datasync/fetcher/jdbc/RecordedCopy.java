package io.datasync.fetcher.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/** A COPY that hands out what another one did, array by array as the driver does. */
final class RecordedCopy implements CopyOut {
    private final List<byte[]> rows;
    private int next;

    RecordedCopy(List<byte[]> rows) {
        this.rows = rows;
    }

    @Override
    public byte @Nullable [] readFromCopy() {
        return isActive() ? rows.get(next++) : null;
    }

    @Override
    public byte @Nullable [] readFromCopy(boolean block) {
        return readFromCopy();
    }

    @Override
    public boolean isActive() {
        return next < rows.size();
    }

    @Override
    public void cancelCopy() {
        next = rows.size();
    }

    @Override
    public int getFieldCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getFormat() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getFieldFormat(int field) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getHandledRowCount() {
        throw new UnsupportedOperationException();
    }
}
