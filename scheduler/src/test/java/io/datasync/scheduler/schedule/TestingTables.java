package io.datasync.scheduler.schedule;

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

    private TestingTables() {}

    /** A table with the usual intervals and some of the three schedules switched on. */
    public static TableConfig table(String name, boolean mass, boolean daily, boolean hourly) {
        return table(name, new Schedule(mass, MASS), new Schedule(daily, DAILY), new Schedule(hourly, HOURLY));
    }

    public static TableConfig table(String name, Schedule mass, Schedule daily, Schedule hourly) {
        return table(name, SOURCE, true, mass, daily, hourly);
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
