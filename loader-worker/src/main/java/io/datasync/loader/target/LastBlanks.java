package io.datasync.loader.target;

import org.apache.arrow.memory.ArrowBuf;

/** Finds the blanks (U+0020) at the end of a text, which {@code char(n)} of most databases does not count. */
public final class LastBlanks {
    private static final long BLANKS = 0x2020202020202020L;

    private LastBlanks() {}

    /**
     * Where the blanks at the end begin; {@code end} if there are none. Looks at 8 bytes at a time, of which the last one is the
     * highest: vectors are little-endian.
     */
    public static long start(ArrowBuf bytes, long start, long end) {
        long last = end;
        while (last - start >= Long.BYTES) {
            int blanks = Long.numberOfLeadingZeros(bytes.getLong(last - Long.BYTES) ^ BLANKS) / Byte.SIZE;
            last -= blanks;
            if (blanks < Long.BYTES) {
                return last;
            }
        }
        while (last > start && bytes.getByte(last - 1) == ' ') {
            last--;
        }
        return last;
    }
}
