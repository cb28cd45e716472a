package io.datasync.scheduler.simulation;

import io.datasync.message.KeyRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A table of the ERP that keeps changing, and remembers all it ever was. */
final class SimulatedSource {
    static final int KEYS = 24;

    /** Stands for a row that is not there. */
    static final int ABSENT = 0;

    private static final int EACH_UNREADABLE = 53;
    private static final int EACH_UNFIT = 47;

    private final boolean deletes;
    private final boolean repeats;
    private final boolean dirty;
    private final List<List<Row>> history = new ArrayList<>();
    private int versions;

    /** A key's value from then on. */
    private record Row(int key, int version, Instant since) {}

    /** What a fetcher reads. */
    record Read(int key, int version) {}

    /**
     * @param deletes whether rows go
     * @param repeats whether a query gives some keys twice
     * @param dirty whether some rows have values that no fetcher, or no destination, can take
     */
    SimulatedSource(boolean deletes, boolean repeats, boolean dirty, Instant now) {
        this.deletes = deletes;
        this.repeats = repeats;
        this.dirty = dirty;
        for (int key = 0; key < KEYS; key++) {
            history.add(new ArrayList<>(List.of(new Row(key, key % 4 == 0 ? ABSENT : ++versions, now))));
        }
    }

    void change(Random random, Instant now) {
        int key = random.nextInt(KEYS);
        boolean goes = deletes && random.nextInt(4) == 0;
        history.get(key).add(new Row(key, goes ? ABSENT : ++versions, now));
    }

    int current(int key) {
        return latest(history.get(key)).version();
    }

    /** All that the key was from that moment on, with what it was at that moment. */
    Set<Integer> versionsSince(int key, Instant moment) {
        Set<Integer> versions = new TreeSet<>();
        List<Row> rows = history.get(key);
        for (int number = rows.size() - 1; number >= 0; number--) {
            versions.add(rows.get(number).version());
            if (rows.get(number).since().isBefore(moment)) {
                break;
            }
        }
        return versions;
    }

    /** The rows of now that a query with these bounds gives, by key. */
    List<Read> read(@Nullable KeyRange range, @Nullable Instant minimumDT) {
        List<Read> found = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            Row row = latest(history.get(key));
            boolean wanted = minimumDT == null || !row.since().isBefore(minimumDT);
            if (row.version() != ABSENT && wanted && contains(range, key)) {
                found.add(new Read(key, row.version()));
                if (repeats && key % 7 == 0) {
                    found.add(new Read(key, row.version()));
                }
            }
        }
        return found;
    }

    boolean isUnreadable(int version) {
        return dirty && version != ABSENT && version % EACH_UNREADABLE == 0;
    }

    boolean isUnfit(int version) {
        return dirty && version != ABSENT && version % EACH_UNFIT == 0;
    }

    private static Row latest(List<Row> rows) {
        return rows.get(rows.size() - 1);
    }

    private static boolean contains(@Nullable KeyRange range, int key) {
        if (range == null) {
            return true;
        }
        List<String> after = range.after();
        List<String> upTo = range.upTo();
        return (after == null || key > Integer.parseInt(after.get(0)))
                && (upTo == null || key <= Integer.parseInt(upTo.get(0)));
    }
}
