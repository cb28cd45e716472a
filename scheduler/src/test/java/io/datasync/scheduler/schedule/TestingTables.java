package io.datasync.scheduler.schedule;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import java.time.Duration;
import java.util.Optional;

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
        return TestingTable.like(table(name, true, true, true)).deletes(DELETES).build();
    }

    /** A table with nothing switched on but daily deletes. */
    public static TableConfig onlyDeletes(String name) {
        return TestingTable.like(table(name, false, false, false))
                .deletes(DELETES)
                .build();
    }

    static TableConfig table(
            String name, String source, boolean enabled, Schedule mass, Schedule daily, Schedule hourly) {
        return TestingTable.named(name, "Id")
                .source(source)
                .enabled(enabled)
                .lastUpdate("LastUpdateDT")
                .mass(new MassSchedule(mass, true, true, MassSchedule.Mode.TRUNCATE, true))
                .daily(daily)
                .hourly(hourly)
                .build();
    }
}
