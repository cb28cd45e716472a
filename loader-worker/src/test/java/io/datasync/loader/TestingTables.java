package io.datasync.loader;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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

    /** A table with these keys, a last-update column if it is not empty, and a Mass. */
    public static TableConfig table(String name, String keys, String lastUpdate, MassSchedule mass) {
        return new TableConfig(
                name,
                "erp",
                "sample",
                true,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                keys.isEmpty() ? List.of() : Arrays.asList(keys.split(",")),
                lastUpdate.isEmpty() ? Optional.empty() : Optional.of(lastUpdate),
                OptionalInt.empty(),
                TableConfig.NO_POST_PROCESSOR,
                List.of(),
                mass,
                Schedule.DAILY_OFF,
                Schedule.HOURLY_OFF);
    }

    public static TableConfig table(String name, String keys, String lastUpdate) {
        return table(name, keys, lastUpdate, MERGED);
    }
}
