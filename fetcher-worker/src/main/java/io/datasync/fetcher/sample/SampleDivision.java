package io.datasync.fetcher.sample;

import io.datasync.config.TableConfig;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.SliceCount;
import io.datasync.message.KeyRange;
import io.datasync.message.KeyRange.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ids have no gaps, so they divide evenly. */
record SampleDivision(SamplePlan plan, TableConfig table) implements RowDivision {

    @Override
    public List<KeyRange> ranges() {
        int slices = SliceCount.of(table, plan.rows());
        List<List<String>> ends = new ArrayList<>();
        for (int slice = 1; slice < slices; slice++) {
            ends.add(List.of(Long.toString(plan.rows() * slice / slices)));
        }
        return KeyRange.between(List.of(new KeyColumn("Id", "int64")), ends);
    }

    @Override
    public Optional<String> snapshot() {
        return Optional.empty();
    }

    @Override
    public void cancel() {
        // It takes no time.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
