package io.datasync.verify;

import java.util.BitSet;

/**
 * How many rows one side has in each bucket, and the sum of their hashes. A bucket takes the rows whose keys' hashes begin alike,
 * so both sides put a row into the same one, in whatever order they come. 12 MiB, whatever the number of rows.
 */
final class BucketSums {
    private static final int BITS = 20;

    private final int[] rows = new int[1 << BITS];
    private final long[] sums = new long[1 << BITS];

    static int bucket(long keyHash) {
        return (int) (keyHash >>> (Long.SIZE - BITS));
    }

    void add(long keyHash, long rowHash) {
        int bucket = bucket(keyHash);
        rows[bucket]++;
        sums[bucket] += rowHash;
    }

    /**
     * Buckets that differ.
     *
     * @param all how many do
     * @param chosen those of them that are to be looked at
     */
    record Differing(int all, BitSet chosen) {
        int left() {
            return all - chosen.cardinality();
        }
    }

    /**
     * Compares both sides.
     *
     * @param mostRows no further bucket is chosen once those chosen have so many rows on both sides
     */
    Differing compare(BucketSums other, int mostRows) {
        BitSet chosen = new BitSet();
        int all = 0;
        long kept = 0;
        for (int bucket = 0; bucket < rows.length; bucket++) {
            if (rows[bucket] != other.rows[bucket] || sums[bucket] != other.sums[bucket]) {
                all++;
                if (kept < mostRows) {
                    chosen.set(bucket);
                    kept += rows[bucket] + other.rows[bucket];
                }
            }
        }
        return new Differing(all, chosen);
    }
}
