package io.datasync.config;

import io.datasync.config.MassSchedule.Indexes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads an entry of {@code tables}. */
final class TableBinder {
    private static final Map<String, MassSchedule.Mode> MODES =
            Map.of("truncate", MassSchedule.Mode.TRUNCATE, "swap", MassSchedule.Mode.SWAP);
    private static final Map<String, Indexes> INDEXES =
            Map.of("disable", Indexes.DISABLE, "drop-create", Indexes.DROP_CREATE, "keep", Indexes.KEEP);

    private static final Map<String, DeletesSchedule.Mode> DELETES = Map.of(
            "ignore", DeletesSchedule.Mode.IGNORE,
            "mark", DeletesSchedule.Mode.MARK,
            "remove", DeletesSchedule.Mode.REMOVE);

    private static final String AUTO = "auto";

    private TableBinder() {}

    static TableConfig table(Section section) {
        return new TableConfig(
                section.required("tableName"),
                section.required("sourceSystem"),
                section.required("fetcher"),
                section.flag("enabled", true),
                section.text("query"),
                section.text("sourceTable"),
                section.map("options", Section::text),
                section.texts("keyColumns"),
                section.text("lastUpdateColumn"),
                section.has("cursor") ? Optional.of(section.section("cursor", TableBinder::cursor)) : Optional.empty(),
                slices(section),
                section.text("postProcessor").orElse(TableConfig.NO_POST_PROCESSOR),
                section.texts("postProcessorSql"),
                section.has("mass") ? section.section("mass", TableBinder::mass) : MassSchedule.OFF,
                section.has("daily") ? daily(section) : Schedule.DAILY_OFF,
                section.has("hourly") ? hourly(section) : Schedule.HOURLY_OFF,
                section.has("deletes") ? section.section("deletes", TableBinder::deletes) : DeletesSchedule.OFF);
    }

    private static NumberCursor cursor(Section section) {
        return new NumberCursor(section.text("column"), section.integer("window", 0L, 0L, Long.MAX_VALUE));
    }

    private static OptionalInt slices(Section section) {
        return section.integerOr("slices", AUTO, 1, TableConfig.MOST_SLICES);
    }

    private static Schedule daily(Section section) {
        return section.section("daily", daily -> schedule(daily, Schedule.DAILY_OFF));
    }

    private static Schedule hourly(Section section) {
        return section.section("hourly", hourly -> schedule(hourly, Schedule.HOURLY_OFF));
    }

    private static MassSchedule mass(Section section) {
        MassSchedule defaults = MassSchedule.OFF;
        return new MassSchedule(
                schedule(section, defaults.schedule()),
                section.flag("prepurgeData", defaults.prepurgeData()),
                indexes(section),
                section.choice("mode", MODES).orElse(defaults.mode()),
                section.flag("allowEmpty", defaults.allowEmpty()));
    }

    private static DeletesSchedule deletes(Section section) {
        DeletesSchedule defaults = DeletesSchedule.OFF;
        section.require("mode");
        return new DeletesSchedule(
                section.choice("mode", DELETES).orElse(defaults.mode()),
                section.duration("interval", defaults.interval()),
                section.decimal("maxDeletePercent", defaults.maxDeletePercent(), 0, 100),
                section.text("markColumn"));
    }

    /** {@code indexes} says how {@code reIndexData} is done; each alone implies the other. */
    private static Indexes indexes(Section section) {
        Optional<Indexes> chosen = section.choice("indexes", INDEXES);
        boolean again = section.flag("reIndexData", chosen.isPresent() && chosen.get() != Indexes.KEEP);
        if (chosen.isPresent() && again != (chosen.get() != Indexes.KEEP)) {
            section.problem(
                    "indexes",
                    again
                            ? "keep does not go with reIndexData: true; leave one of them out"
                            : "needs reIndexData: true, or the indexes would never be put back; leave it out");
        }
        return chosen.orElse(again ? Indexes.DISABLE : Indexes.KEEP);
    }

    /** A schedule that stands in the file is on unless it says otherwise. */
    private static Schedule schedule(Section section, Schedule defaults) {
        return new Schedule(section.flag("enabled", true), section.duration("interval", defaults.interval()));
    }
}
