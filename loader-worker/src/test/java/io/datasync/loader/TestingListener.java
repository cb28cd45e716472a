package io.datasync.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what it hears. */
public final class TestingListener implements LoadListener {
    /** A reject as it was reported. */
    public record Rejected(String column, String reason, Map<String, @Nullable String> row) {}

    public final List<Rejected> rejects = new ArrayList<>();
    public long rows;

    @Override
    public void progressed(long newRows) {
        rows = newRows;
    }

    @Override
    public void rejected(String column, String reason, Map<String, @Nullable String> row) {
        rejects.add(new Rejected(column, reason, row));
    }
}
