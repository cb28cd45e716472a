package io.datasync.loader;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Table configurations for tests. */
public final class TestingTables {
    public static final MassSchedule MERGED = mass(false, false, MassSchedule.Mode.TRUNCATE, false);
    public static final MassSchedule EMPTIED = mass(true, true, MassSchedule.Mode.TRUNCATE, false);
    public static final MassSchedule SWAPPED = mass(false, false, MassSchedule.Mode.SWAP, false);

    private TestingTables() {}

    public static MassSchedule mass(
            boolean prepurgeData, boolean reIndexData, MassSchedule.Mode mode, boolean allowEmpty) {
        return new MassSchedule(Schedule.every(Duration.ofDays(7)), prepurgeData, reIndexData, mode, allowEmpty);
    }

    /** Rows that are gone at the source are deleted, so many percent at once. */
    public static DeletesSchedule removing(double maxDeletePercent) {
        return new DeletesSchedule(DeletesSchedule.Mode.REMOVE, Duration.ofDays(1), maxDeletePercent, Optional.empty());
    }

    /** They are marked in that column. */
    public static DeletesSchedule marking(String column, double maxDeletePercent) {
        return new DeletesSchedule(
                DeletesSchedule.Mode.MARK, Duration.ofDays(1), maxDeletePercent, Optional.of(column));
    }

    /** That table with other rules for rows that are gone. */
    public static TableConfig with(TableConfig table, DeletesSchedule deletes) {
        return TestingTable.like(table).deletes(deletes).build();
    }

    /** A table with these keys, a last-update column if it is not empty, and a Mass. */
    public static TableConfig table(String name, String keys, String lastUpdate, MassSchedule mass) {
        return TestingTable.named(name)
                .keys(keys.isEmpty() ? List.of() : Arrays.asList(keys.split(",")))
                .lastUpdate(lastUpdate)
                .mass(mass)
                .build();
    }

    public static TableConfig table(String name, String keys, String lastUpdate) {
        return table(name, keys, lastUpdate, MERGED);
    }
}
