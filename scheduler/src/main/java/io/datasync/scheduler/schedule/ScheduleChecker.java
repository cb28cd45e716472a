package io.datasync.scheduler.schedule;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tables are due, as a function of configuration, last successes and the time.
 *
 * <p><b>Due.</b> A type is due once its interval has passed since the <em>start</em> of the last success that counts as
 * one of its type, as its rows may be no newer than that. Of the due types of a table the most thorough one is taken,
 * since it counts as the others. A table's first synchronisation needs no rule of its own: nothing counts yet, so the most thorough type that
 * is switched on is due, and with no success to count from it fetches everything.
 *
 * <p><b>MinimumDT.</b> Daily and Hourly fetch from the start of the last Daily or Mass, less
 * {@code lookbackMultiplier} × their own interval. A table that has neither Daily nor Mass switched on counts from its
 * last success of any type instead; otherwise its Hourly would fetch ever more. A bound before year 1 is none. There is none
 * either after a Mass that may have emptied the table and then failed: what the earlier success had loaded may be gone.
 *
 * <p><b>Deletes</b> are due by their own interval and count as nothing else. They wait for the table's first rows, and after a
 * failure for a while of their own: neither they nor the other types hold each other back.
 *
 * <p><b>High-water mark.</b> A table with a cursor goes on from the largest number that any earlier success has seen, if it
 * fetches incrementally at all.
 *
 * <p><b>Clocks.</b> A success that seems to start later than now was written by a clock that was ahead. Up to one interval
 * ahead it counts, so that nothing is done twice for a small difference; beyond that it does not count, so that no table
 * waits for a far future. MinimumDT is never counted from later than now. The last success is the one that was opened
 * last: once a run has been made by the right clock, the wrong one is forgotten.
 */
public final class ScheduleChecker {
    private static final Instant FIRST_YEAR = Instant.parse("0001-01-01T00:00:00Z");

    private static final Comparator<DueOperation> MOST_URGENT_FIRST = comparing(DueOperation::type)
            .thenComparing(DueOperation::dueSince, nullsFirst(naturalOrder()))
            .thenComparing(due -> due.table().tableName());

    private final List<TableConfig> tables;
    private final BigDecimal lookbackMultiplier;
    private final BackOff backOff;

    /**
     * Checks tables of which none is held back.
     *
     * @param lookbackMultiplier how many intervals an incremental fetch looks back
     * @throws IllegalArgumentException if the multiplier is negative or not a number
     */
    public ScheduleChecker(List<TableConfig> tables, double lookbackMultiplier) {
        this(tables, lookbackMultiplier, BackOff.NONE);
    }

    /** As {@link #ScheduleChecker(List, double)}, but tables that keep failing are held back. */
    public ScheduleChecker(List<TableConfig> tables, double lookbackMultiplier, BackOff backOff) {
        if (!Double.isFinite(lookbackMultiplier) || lookbackMultiplier < 0) {
            throw new IllegalArgumentException("Not a number of intervals to look back: " + lookbackMultiplier);
        }
        this.tables = List.copyOf(tables);
        this.lookbackMultiplier = BigDecimal.valueOf(lookbackMultiplier);
        this.backOff = backOff;
    }

    /**
     * What should be started, Mass before Daily before Hourly before Deletes, then the longest overdue first; at most one operation a
     * table.
     *
     * @param openTables names of tables that have an open operation; they are left alone
     */
    public List<DueOperation> due(LastUpdates lastUpdates, Set<String> openTables, Instant now) {
        Set<String> open = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        open.addAll(openTables);
        open.addAll(heldBack(lastUpdates, now).keySet());
        return tables.stream()
                .filter(TableConfig::enabled)
                .filter(table -> !open.contains(table.tableName()))
                .flatMap(table -> due(table, lastUpdates, now).stream())
                .sorted(MOST_URGENT_FIRST)
                .toList();
    }

    /**
     * When a table becomes due next, later than now and by what succeeded so far, or may be tried again. A table that is due already
     * does not count otherwise, nor does what an open operation may change.
     */
    public Optional<Instant> nextDue(LastUpdates lastUpdates, Instant now) {
        Stream<Instant> due = tables.stream()
                .filter(TableConfig::enabled)
                .flatMap(table -> Stream.of(UpdateType.values())
                        .filter(type -> table.schedule(type).enabled())
                        .flatMap(type -> Stream.concat(
                                dueSince(table, type, lastUpdates, now).stream(),
                                retryOf(table, type, lastUpdates, now).stream())))
                .filter(moment -> moment.isAfter(now));
        return Stream.concat(due, heldBack(lastUpdates, now).values().stream()).min(naturalOrder());
    }

    /** The tables that have failed lately and are left alone, with the moment from which on they are tried again. */
    public Map<String, Instant> heldBack(LastUpdates lastUpdates, Instant now) {
        Map<String, Instant> held = new TreeMap<>();
        for (TableConfig table : tables) {
            lastUpdates
                    .failures(table)
                    .filter(failures -> table.enabled())
                    .flatMap(failures -> backOff.nextTry(table, failures, now))
                    .ifPresent(next -> held.put(table.tableName(), next));
        }
        return held;
    }

    /** The operation of that type that somebody asks for by hand, due or not, held back or not, switched on or not. */
    public DueOperation requested(TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now) {
        return operation(table, type, lastUpdates, now, null);
    }

    private Optional<DueOperation> due(TableConfig table, LastUpdates lastUpdates, Instant now) {
        return Stream.of(UpdateType.values())
                .filter(type -> table.schedule(type).enabled())
                .filter(type -> type.bringsRows() || lastUpdates.hasRows(table))
                .filter(type -> retryOf(table, type, lastUpdates, now).isEmpty())
                .flatMap(type -> due(table, type, lastUpdates, now).stream())
                .findFirst();
    }

    /** When Deletes that failed lately are tried again; empty if that may be now, and for other types. */
    private Optional<Instant> retryOf(TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now) {
        return type.bringsRows()
                ? Optional.empty()
                : lastUpdates.failuresOfDeletes(table).flatMap(failures -> backOff.nextDeletes(table, failures, now));
    }

    private Optional<DueOperation> due(TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now) {
        Optional<Instant> dueSince = dueSince(table, type, lastUpdates, now);
        if (dueSince.isPresent() && dueSince.get().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(operation(table, type, lastUpdates, now, dueSince.orElse(null)));
    }

    /** When the type became or becomes due; empty if there was no success to count from. */
    private static Optional<Instant> dueSince(
            TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now) {
        Duration interval = table.schedule(type).interval();
        return lastUpdates
                .lastStart(table, other -> other.countsAs(type), start -> !start.isAfter(plus(now, interval)))
                .map(start -> plus(start, interval));
    }

    private DueOperation operation(
            TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now, @Nullable Instant dueSince) {
        Instant minimumDT = minimumDT(table, type, lastUpdates, now);
        Long mark = minimumDT == null || table.cursor().isEmpty()
                ? null
                : lastUpdates.highWaterMarkStillThere(table).orElse(null);
        return new DueOperation(table, type, minimumDT, dueSince, mark);
    }

    private @Nullable Instant minimumDT(TableConfig table, UpdateType type, LastUpdates lastUpdates, Instant now) {
        if (type == UpdateType.MASS || !type.bringsRows()) {
            return null;
        }
        boolean hourlyOnly = !isOn(table.mass().schedule()) && !isOn(table.daily());
        UpdateType least = hourlyOnly ? UpdateType.HOURLY : UpdateType.DAILY;
        return lastUpdates
                .lastStartStillThere(table, other -> other.countsAs(least))
                .map(start -> start.isAfter(now) ? now : start)
                .map(start -> lookBack(start, table.schedule(type).interval()))
                .orElse(null);
    }

    private static boolean isOn(Schedule schedule) {
        return schedule.enabled();
    }

    /** Null if the look-back reaches further than any row can. Rounded down to the microseconds of the log. */
    private @Nullable Instant lookBack(Instant start, Duration interval) {
        BigDecimal seconds = BigDecimal.valueOf(interval.toSeconds())
                .add(BigDecimal.valueOf(interval.toNanosPart(), 9))
                .multiply(lookbackMultiplier);
        BigDecimal most = BigDecimal.valueOf(Duration.between(FIRST_YEAR, start).toSeconds());
        if (seconds.compareTo(most) > 0) {
            return null;
        }
        long nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();
        return start.minusSeconds(seconds.longValue()).minusNanos(nanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** The sum, or the end of time. */
    private static Instant plus(Instant start, Duration interval) {
        return interval.compareTo(Duration.between(start, Instant.MAX)) > 0 ? Instant.MAX : start.plus(interval);
    }
}
