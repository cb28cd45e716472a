package io.datasync.verify;

import io.datasync.rows.Chunk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of both sides in chosen buckets, and what differs in them. */
final class KeptRows {
    /** Stamps so far ahead are no sign that a row was changed lately. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final ComparedColumns columns;
    private final BitSet buckets;
    private final @Nullable Instant lastSync;
    private final Instant now;
    /** In the order of their keys, so that what is printed is the same each time. */
    private final Map<String, Rows> byKey = new TreeMap<>();

    private final List<RowDifference> differences = new ArrayList<>();
    private long notYetSynchronised;
    private long sharedKeys;

    /** Rows of one key; more than one on a side where the key is not unique. */
    private record Rows(List<KeptRow> source, List<KeptRow> destination) {}

    /**
     * Nothing yet.
     *
     * @param lastSync when the last success of the table began, null if there is none
     */
    KeptRows(ComparedColumns columns, BitSet buckets, @Nullable Instant lastSync, Instant now) {
        this.columns = columns;
        this.buckets = buckets;
        // A stamp may have been cut to the second.
        this.lastSync = lastSync == null ? null : Instant.ofEpochSecond(lastSync.getEpochSecond());
        this.now = now;
    }

    void takeSource(RowForms forms, Chunk chunk, int row, boolean aside) {
        if (buckets.get(BucketSums.bucket(forms.keyHash()))) {
            KeptRow kept = forms.keep(chunk, row, aside);
            synchronized (byKey) {
                rows(kept).source().add(kept);
            }
        }
    }

    void takeDestination(RowForms forms, Chunk chunk, int row, boolean aside) {
        if (buckets.get(BucketSums.bucket(forms.keyHash()))) {
            KeptRow kept = forms.keep(chunk, row, aside);
            synchronized (byKey) {
                rows(kept).destination().add(kept);
            }
        }
    }

    private Rows rows(KeptRow kept) {
        return byKey.computeIfAbsent(kept.key(), key -> new Rows(new ArrayList<>(), new ArrayList<>()));
    }

    /** The values of a key column, on both sides. */
    Set<String> keyTexts(int column) {
        Set<String> texts = new TreeSet<>();
        for (Rows rows : byKey.values()) {
            Stream.concat(rows.source().stream(), rows.destination().stream())
                    .map(row -> row.texts().get(column))
                    .filter(Objects::nonNull)
                    .forEach(texts::add);
        }
        return texts;
    }

    /**
     * Finds what differs; to be called once, when all rows are there.
     *
     * @param classes by key column, numbers that are the same for values that the destination takes for the same; a column or value
     *     without is told apart by its form
     */
    List<RowDifference> compare(Map<Integer, Map<String, Long>> classes) {
        Map<List<Long>, Rows> same = new LinkedHashMap<>();
        for (Rows rows : byKey.values()) {
            rows.source().forEach(row -> rows(same, row, classes).source().add(row));
            rows.destination()
                    .forEach(row -> rows(same, row, classes).destination().add(row));
        }
        same.values().forEach(this::compare);
        return differences;
    }

    private Rows rows(Map<List<Long>, Rows> same, KeptRow row, Map<Integer, Map<String, Long>> classes) {
        List<Long> key = new ArrayList<>();
        for (int column = 0; column < columns.keys(); column++) {
            String text = row.texts().get(column);
            Long known =
                    text == null ? null : classes.getOrDefault(column, Map.of()).get(text);
            key.add(known == null ? row.hashes()[column] : known);
        }
        return same.computeIfAbsent(key, unused -> new Rows(new ArrayList<>(), new ArrayList<>()));
    }

    /** Differing rows that were changed since the last success began, so that the next operation is to bring them. */
    long notYetSynchronised() {
        return notYetSynchronised;
    }

    /** Rows of the source whose key is that of another one, of which the destination keeps one. */
    long sharedKeys() {
        return sharedKeys;
    }

    private void compare(Rows rows) {
        boolean isInSource = !rows.source().isEmpty();
        boolean isInDestination = !rows.destination().isEmpty();
        List<KeptRow> rest = new ArrayList<>(rows.destination());
        List<KeptRow> unmatched = new ArrayList<>();
        for (KeptRow row : rows.source()) {
            Optional<KeptRow> same = rest.stream()
                    .filter(other -> other.valuesHash() == row.valuesHash())
                    .findFirst();
            same.ifPresentOrElse(rest::remove, () -> unmatched.add(row));
        }
        for (KeptRow row : unmatched) {
            if (!rest.isEmpty()) {
                // The destination has the row as it was before, or wrongly.
                KeptRow other = rest.remove(0);
                if (!row.aside()) {
                    add(different(row, other), row.stamp());
                }
            } else if (!isInDestination && !row.aside()) {
                add(missing(row), row.stamp());
                // The destination would keep one row of the key.
                isInDestination = true;
            } else if (!row.aside()) {
                sharedKeys++;
            }
        }
        rest.stream().filter(row -> !row.aside()).forEach(row -> add(extra(row, isInSource), row.stamp()));
    }

    private void add(RowDifference difference, @Nullable Instant stamp) {
        if (lastSync != null && stamp != null && !stamp.isBefore(lastSync) && stamp.isBefore(now.plus(MOST_AHEAD))) {
            notYetSynchronised++;
        } else {
            differences.add(difference);
        }
    }

    private RowDifference missing(KeptRow row) {
        return new RowDifference(RowDifference.Kind.MISSING, key(row), List.of(), row.stamp(), null, true);
    }

    private RowDifference extra(KeptRow row, boolean isInSource) {
        return new RowDifference(RowDifference.Kind.EXTRA, key(row), List.of(), null, row.stamp(), isInSource);
    }

    private RowDifference different(KeptRow source, KeptRow destination) {
        List<RowDifference.Value> values = new ArrayList<>();
        for (int column = columns.keys(); column < columns.pairs().size(); column++) {
            if (source.hashes()[column] != destination.hashes()[column]) {
                values.add(new RowDifference.Value(
                        columns.name(column),
                        source.texts().get(column),
                        destination.texts().get(column)));
            }
        }
        return new RowDifference(
                RowDifference.Kind.DIFFERENT, key(source), values, source.stamp(), destination.stamp(), true);
    }

    private Map<String, @Nullable String> key(KeptRow row) {
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        for (int column = 0; column < columns.keys(); column++) {
            key.put(columns.name(column), row.texts().get(column));
        }
        return key;
    }
}
