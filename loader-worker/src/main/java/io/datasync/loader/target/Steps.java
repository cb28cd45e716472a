package io.datasync.loader.target;

/** Distances between the values of a temporal type. */
final class Steps {
    private Steps() {}

    /** Nanoseconds between two values with that many digits of the second's fraction, 0 to 9. */
    static long ofPrecision(int precision) {
        long step = 1;
        for (int digit = precision; digit < 9; digit++) {
            step *= 10;
        }
        return step;
    }
}
