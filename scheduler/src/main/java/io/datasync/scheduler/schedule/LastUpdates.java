package io.datasync.scheduler.schedule;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the LastDataUpdates view says. A table that changes its source system starts anew; names are compared without
 * regard to case, as both destinations do.
 */
public final class LastUpdates {
    public static final LastUpdates NONE = new LastUpdates(List.of());

    private final Map<Key, List<LastUpdate>> byTable;
    private final Map<Key, Long> unfinishedMasses;
    private final Map<Key, Failures> failures;
    private final Map<Key, Failures> failuresOfDeletes;

    /** Successes of tables that have not failed since. */
    public LastUpdates(List<LastUpdate> updates) {
        this(updates, List.of(), List.of());
    }

    /** As they are where nobody looks for rows that are gone, or where that does not fail. */
    public LastUpdates(List<LastUpdate> updates, List<UnfinishedMass> unfinishedMasses, List<Failures> failures) {
        this(updates, unfinishedMasses, failures, List.of());
    }

    /**
     * All that the view and the log say.
     *
     * @param failures of operations that bring rows, since the last success of such a one
     * @param failuresOfDeletes of those that look for rows that are gone, likewise
     */
    public LastUpdates(
            List<LastUpdate> updates,
            List<UnfinishedMass> unfinishedMasses,
            List<Failures> failures,
            List<Failures> failuresOfDeletes) {
        byTable = updates.stream()
                .collect(Collectors.groupingBy(update -> Key.of(update.tableName(), update.sourceSystem())));
        this.unfinishedMasses = unfinishedMasses.stream()
                .collect(Collectors.toMap(
                        mass -> Key.of(mass.tableName(), mass.sourceSystem()), UnfinishedMass::id, Math::max));
        this.failures = byTable(failures);
        this.failuresOfDeletes = byTable(failuresOfDeletes);
    }

    private static Map<Key, Failures> byTable(List<Failures> failures) {
        return failures.stream()
                .collect(Collectors.toMap(
                        failed -> Key.of(failed.tableName(), failed.sourceSystem()),
                        failed -> failed,
                        (one, other) -> one.lastEndedAt().isAfter(other.lastEndedAt()) ? one : other));
    }

    /** The last successes of the table from its present source system, at most one a type. */
    public List<LastUpdate> of(TableConfig table) {
        return byTable.getOrDefault(Key.of(table.tableName(), table.sourceSystem()), List.of());
    }

    /** The last success that brought rows, by its start; empty if there is none. */
    public Optional<LastUpdate> newest(TableConfig table) {
        return of(table).stream()
                .filter(update -> update.updateType().bringsRows())
                .max(Comparator.comparing(LastUpdate::startedAt));
    }

    /** Whether an operation that brings rows has ever succeeded. */
    boolean hasRows(TableConfig table) {
        return newest(table).isPresent();
    }

    /** How the table's operations that bring rows have failed since the last success of such a one; empty if they have not. */
    Optional<Failures> failures(TableConfig table) {
        return Optional.ofNullable(failures.get(Key.of(table.tableName(), table.sourceSystem())));
    }

    /** How the search for rows that are gone has failed since it succeeded last; empty if it has not. */
    Optional<Failures> failuresOfDeletes(TableConfig table) {
        return Optional.ofNullable(failuresOfDeletes.get(Key.of(table.tableName(), table.sourceSystem())));
    }

    /** Whether an operation that was started at that time or later has succeeded. */
    public boolean hasSuccessSince(TableConfig table, Instant start) {
        return of(table).stream().anyMatch(update -> !update.startedAt().isBefore(start));
    }

    /** The start of the success that was opened last, among those of a wanted type and with a wanted start. */
    Optional<Instant> lastStart(TableConfig table, Predicate<UpdateType> type, Predicate<Instant> start) {
        return last(table, update -> type.test(update.updateType()) && start.test(update.startedAt()))
                .map(LastUpdate::startedAt);
    }

    /**
     * As {@link #lastStart} of any start, but empty if the rows of that success may be gone: a Mass that was opened later emptied
     * the table and did not fill it again.
     */
    Optional<Instant> lastStartStillThere(TableConfig table, Predicate<UpdateType> type) {
        return last(table, update -> type.test(update.updateType()))
                .filter(update -> isStillThere(table, update))
                .map(LastUpdate::startedAt);
    }

    private boolean isStillThere(TableConfig table, LastUpdate update) {
        return update.id()
                > unfinishedMasses.getOrDefault(Key.of(table.tableName(), table.sourceSystem()), Long.MIN_VALUE);
    }

    /** Largest number of the cursor column in rows that are still there, by the success that was opened last and knows it. */
    Optional<Long> highWaterMarkStillThere(TableConfig table) {
        return last(table, update -> update.highWaterMark() != null)
                .filter(update -> isStillThere(table, update))
                .map(LastUpdate::highWaterMark);
    }

    private Optional<LastUpdate> last(TableConfig table, Predicate<LastUpdate> wanted) {
        return of(table).stream().filter(wanted).max(Comparator.comparingLong(LastUpdate::id));
    }

    private record Key(String table, String source) {
        static Key of(String table, String source) {
            return new Key(table.toLowerCase(Locale.ROOT), source.toLowerCase(Locale.ROOT));
        }
    }
}
