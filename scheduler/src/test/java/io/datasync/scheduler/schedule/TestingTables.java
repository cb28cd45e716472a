package io.datasync.scheduler.schedule;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tables for tests. */
public final class TestingTables {
    public static final String SOURCE = "JDE";
    public static final Duration MASS = Duration.ofDays(7);
    public static final Duration DAILY = Duration.ofDays(1);
    public static final Duration HOURLY = Duration.ofHours(1);

    private static final DeletesSchedule DELETES =
            new DeletesSchedule(DeletesSchedule.Mode.REMOVE, DAILY, 10, Optional.empty());

    private TestingTables() {}

    /** A table with the usual intervals and some of the three schedules switched on. */
    public static TableConfig table(String name, boolean mass, boolean daily, boolean hourly) {
        return table(name, new Schedule(mass, MASS), new Schedule(daily, DAILY), new Schedule(hourly, HOURLY));
    }

    public static TableConfig table(String name, Schedule mass, Schedule daily, Schedule hourly) {
        return table(name, SOURCE, true, mass, daily, hourly);
    }

    /** A table with the usual intervals, all three schedules and daily deletes. */
    public static TableConfig deleting(String name) {
        return table(name, true, true, true).with(DELETES);
    }

    /** A table with nothing switched on but daily deletes. */
    public static TableConfig onlyDeletes(String name) {
        return table(name, false, false, false).with(DELETES);
    }

    static TableConfig table(
            String name, String source, boolean enabled, Schedule mass, Schedule daily, Schedule hourly) {
        return new TableConfig(
                name,
                source,
                "sample",
                enabled,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of("Id"),
                Optional.of("LastUpdateDT"),
                OptionalInt.empty(),
                TableConfig.NO_POST_PROCESSOR,
                List.of(),
                new MassSchedule(mass, true, true, MassSchedule.Mode.TRUNCATE, true),
                daily,
                hourly);
    }
}
