package io.datasync.fetcher.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Keys in order, thinned out evenly when they become too many to keep. */
final class KeySample {
    private static final int MOST = 500_000;

    private final List<List<String>> keys = new ArrayList<>();
    private int every = 1;
    private long seen;

    void add(List<String> key) {
        seen++;
        if (seen % every == 0) {
            keys.add(key);
        }
        if (keys.size() == MOST) {
            thinOut();
        }
    }

    private void thinOut() {
        List<List<String>> rest = new ArrayList<>(MOST);
        for (int index = 1; index < keys.size(); index += 2) {
            rest.add(keys.get(index));
        }
        keys.clear();
        keys.addAll(rest);
        every *= 2;
    }

    /** Keys that came. */
    long seen() {
        return seen;
    }

    /** The last key of each of so many equal parts but the last one; fewer if there are too few keys. */
    List<List<String>> ends(int parts) {
        List<List<String>> ends = new ArrayList<>();
        for (int part = 1; part < parts; part++) {
            int index = (int) ((long) part * keys.size() / parts) - 1;
            if (index >= 0) {
                ends.add(keys.get(index));
            }
        }
        return ends;
    }
}
