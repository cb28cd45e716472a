package io.datasync.config;

import io.datasync.config.MassSchedule.Mode;
import java.util.Locale;
import java.util.stream.Stream;

/** What the schedules of a table need, and which of their values exclude each other. */
final class ScheduleRules {
    private final TableConfig table;
    private final String path;
    private final Problems problems;

    private ScheduleRules(TableConfig table, String path, Problems problems) {
        this.table = table;
        this.path = path;
        this.problems = problems;
    }

    static void check(TableConfig table, String path, Problems problems) {
        ScheduleRules rules = new ScheduleRules(table, path, problems);
        rules.checkAnySchedule();
        rules.checkIncremental(UpdateType.DAILY);
        rules.checkIncremental(UpdateType.HOURLY);
        rules.checkMass();
        rules.checkDeletes();
        rules.checkOrder(UpdateType.HOURLY, UpdateType.DAILY);
        rules.checkOrder(UpdateType.DAILY, UpdateType.MASS);
        if (!table.daily().enabled()) {
            rules.checkOrder(UpdateType.HOURLY, UpdateType.MASS);
        }
    }

    private void checkAnySchedule() {
        boolean any = table.mass().schedule().enabled()
                || table.daily().enabled()
                || table.hourly().enabled();
        if (table.enabled() && !any && problems.isSound(path + ".enabled", key("mass"), key("daily"), key("hourly"))) {
            problems.add(path, "no schedule is enabled; enable mass, daily or hourly, or set enabled: false");
        }
    }

    private void checkIncremental(UpdateType type) {
        String section = section(type);
        if (!table.schedule(type).enabled() || !problems.isSound(key(section + ".enabled"))) {
            return;
        }
        boolean findsRows =
                table.lastUpdateColumn().isPresent() || table.cursor().isPresent();
        if (!findsRows && problems.isSound(key("lastUpdateColumn"), key("cursor"))) {
            problems.add(
                    key(section),
                    "needs lastUpdateColumn, by which changed rows are found, or cursor; set it or enabled: false");
        }
        if (lacksKeys()) {
            problems.add(key(section), "needs keyColumns, by which rows are merged; set them or enabled: false");
        }
    }

    private void checkMass() {
        MassSchedule mass = table.mass();
        boolean swap = mass.mode() == Mode.SWAP;
        boolean sound = problems.isSound(key("mass.mode"), key("mass.prepurgeData"), key("mass.enabled"));
        if (mass.schedule().enabled() && !mass.prepurgeData() && !swap && lacksKeys() && sound) {
            problems.add(
                    key("mass"), "needs keyColumns, by which rows are merged, or prepurgeData: true, or mode: swap");
        }
        if (swap && mass.prepurgeData()) {
            problems.add(key("mass.prepurgeData"), "does not go with mode: swap, which empties nothing; leave it out");
        }
        if (swap && mass.reIndexData()) {
            problems.add(
                    key(problems.isInFile(key("mass.indexes")) ? "mass.indexes" : "mass.reIndexData"),
                    "does not go with mode: swap, which builds new indexes anyway; leave it out");
        }
    }

    private void checkDeletes() {
        DeletesSchedule deletes = table.deletes();
        String markColumn = key("deletes.markColumn");
        if (!problems.isSound(key("deletes"), key("deletes.mode"), markColumn)) {
            return;
        }
        if (deletes.schedule().enabled() && lacksKeys()) {
            problems.add(key("deletes"), "needs keyColumns, by which rows are compared; set them or mode: ignore");
        }
        if (deletes.mode() == DeletesSchedule.Mode.MARK && deletes.markColumn().isEmpty()) {
            problems.add(
                    key("deletes"),
                    "mode: mark needs markColumn, a column of the destination alone that takes a time or true");
        }
        if (deletes.mode() == DeletesSchedule.Mode.REMOVE
                && deletes.markColumn().isPresent()) {
            problems.add(markColumn, "is only written by mode: mark");
        }
        if (deletes.markColumn().filter(this::isFromSource).isPresent()) {
            problems.add(markColumn, "is filled from the source; the mark needs a column of its own");
        }
    }

    private boolean isFromSource(String column) {
        return Stream.concat(table.keyColumns().stream(), table.lastUpdateColumn().stream())
                .anyMatch(column::equalsIgnoreCase);
    }

    /** A schedule that is due less often than the more thorough one, which counts as it, would never run. */
    private void checkOrder(UpdateType often, UpdateType seldom) {
        Schedule shorter = table.schedule(often);
        Schedule longer = table.schedule(seldom);
        String interval = key(section(often) + ".interval");
        if (shorter.enabled()
                && longer.enabled()
                && shorter.interval().compareTo(longer.interval()) > 0
                && problems.isSound(interval, key(section(often)), key(section(seldom)))) {
            problems.add(
                    interval, "is longer than the interval of " + section(seldom) + ", so that it would never run");
        }
    }

    private boolean lacksKeys() {
        return table.keyColumns().isEmpty() && problems.isSound(key("keyColumns"));
    }

    private String key(String name) {
        return path + "." + name;
    }

    private static String section(UpdateType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
