package io.datasync.verify;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Destination;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.verify.RowDifference.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Heals what a comparison found. Rows that the source does not have are deleted here; all others are fetched again by an
 * ordinary operation, so that there is one way only by which rows come.
 */
public final class HealTable {
    private final Destination destination;
    private final double maxDeletePercent;

    /** @param maxDeletePercent most of the destination's rows that may be deleted, in percent of them */
    public HealTable(Destination destination, double maxDeletePercent) {
        this.destination = destination;
        this.maxDeletePercent = maxDeletePercent;
    }

    /**
     * What became of the extra rows.
     *
     * @param refusal why none was deleted; empty if all were that may be
     */
    public record Deletion(long deleted, Optional<String> refusal) {}

    /**
     * Deletes the extra rows, all or none, unless there is a doubt.
     *
     * @throws DataSyncException if the destination does not answer or refuses
     */
    public Deletion delete(TableConfig table, Verdict verdict) {
        List<RowDifference> extra = verdict.of(Kind.EXTRA).stream()
                .filter(row -> !row.keyInSource() && row.key().values().stream().allMatch(Objects::nonNull))
                .toList();
        Optional<String> doubt = extra.isEmpty() ? Optional.empty() : doubt(table, verdict, extra.size());
        if (extra.isEmpty() || doubt.isPresent()) {
            return new Deletion(0, doubt);
        }
        List<String> columns = List.copyOf(extra.get(0).key().keySet());
        List<List<String>> keys = extra.stream().map(HealTable::values).toList();
        try {
            destination.deleteRows(table, new RowsToDelete(columns, keys, verdict.lastOperation()));
        } catch (DataSyncException failure) {
            if (failure.code() == ErrorCode.DESTINATION_BUSY) {
                return new Deletion(0, Optional.of(failure.getMessage() + "; try again"));
            }
            throw failure;
        }
        return new Deletion(extra.size(), Optional.empty());
    }

    private static List<String> values(RowDifference row) {
        List<String> values = new ArrayList<>();
        row.key().values().forEach(value -> values.add(Objects.requireNonNull(value)));
        return values;
    }

    private Optional<String> doubt(TableConfig table, Verdict verdict, int extra) {
        if (table.deletes().mode() == DeletesSchedule.Mode.MARK) {
            return Optional.of("the table marks rows instead of deleting them, which datasync run --type deletes does");
        } else if (verdict.unreadableInSource() > 0) {
            return Optional.of("there are rows in the source that cannot be read, and the extra ones may be those");
        } else if (verdict.bucketsLeft() > 0) {
            return Optional.of("too much differs to look at all of it; a Mass that replaces all rows heals that");
        } else if (verdict.keysAreDoubtful() && verdict.count(Kind.MISSING) > 0) {
            return Optional.of(
                    "the destination's collation may take keys for the same that are missing and extra here");
        } else if (extra * 100.0 > maxDeletePercent * verdict.destinationRows()) {
            return Optional.of("%,d of %,d rows are more than %s %% (--max-delete-percent)"
                    .formatted(extra, verdict.destinationRows(), Double.toString(maxDeletePercent)));
        }
        return Optional.empty();
    }

    /** Whether there are rows that an operation is to fetch again. */
    public static boolean wantsOperation(Verdict verdict) {
        return verdict.bucketsLeft() > 0 || toFetch(verdict).findAny().isPresent();
    }

    /** From when on rows are to be fetched again, by their last change; empty if all are. */
    public static Optional<Instant> fetchSince(Verdict verdict) {
        boolean allKnown = verdict.bucketsLeft() == 0 && toFetch(verdict).allMatch(row -> row.sourceStamp() != null);
        return allKnown
                ? toFetch(verdict)
                        .map(row -> Objects.requireNonNull(row.sourceStamp()))
                        .min(Instant::compareTo)
                : Optional.empty();
    }

    private static Stream<RowDifference> toFetch(Verdict verdict) {
        return verdict.differences().stream().filter(row -> row.kind() != Kind.EXTRA && !row.isNewerInDestination());
    }
}
