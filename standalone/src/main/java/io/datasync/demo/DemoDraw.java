package io.datasync.demo;

import java.util.List;
import java.util.UUID;

/**
 * The random numbers of one row: they depend on the seed, the kind of row and its index alone, so that any row can be made
 * (or referred to) without making the ones before it. The generator is SplitMix64 (Steele, Lea, Flood 2014), written out
 * because the one in the JDK promises no fixed sequence.
 */
final class DemoDraw {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    DemoDraw(long seed, String kind, long index) {
        state = mix(mix(seed + kind.hashCode() * GOLDEN_GAMMA) + index * GOLDEN_GAMMA);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) Math.floorMod(next(), (long) bound);
    }

    long between(long least, long most) {
        return least + Math.floorMod(next(), most - least + 1);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** A UUID of version 4. */
    UUID uuid() {
        long high = (next() & ~0xF000L) | 0x4000L;
        long low = (next() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
