package io.datasync.loader.postgresql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** Bytes on their way to the server; grows with the largest row and is used again. Numbers are big-endian. */
final class CopyBuffer {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Of a long. */
    private static final int MOST_DIGITS = 19;

    private byte[] bytes;
    private int size;

    CopyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void putByte(int value) {
        int position = reserve(Byte.BYTES);
        bytes[position] = (byte) value;
    }

    void putShort(int value) {
        int position = reserve(Short.BYTES);
        SHORTS.set(bytes, position, (short) value);
    }

    void putInt(int value) {
        int position = reserve(Integer.BYTES);
        INTS.set(bytes, position, value);
    }

    void putLong(long value) {
        int position = reserve(Long.BYTES);
        LONGS.set(bytes, position, value);
    }

    /** Puts the first {@code count} of four shorts, the first one in the highest bits. */
    void putShorts(long shorts, int count) {
        int position = reserve(Long.BYTES);
        LONGS.set(bytes, position, shorts);
        size = position + count * Short.BYTES;
    }

    /** Puts a number in decimal digits, of which {@code scale} stand behind a point, and at least one before it. */
    void putNumber(long unscaled, int scale) {
        long rest = Math.abs(unscaled);
        int digits = 1;
        for (long bound = 10; digits < MOST_DIGITS && rest >= bound; bound *= 10) {
            digits++;
        }
        int written = Math.max(digits, scale + 1) + (scale > 0 ? 1 : 0) + (unscaled < 0 ? 1 : 0);
        int start = reserve(written);
        int at = start + written;
        for (int behind = 0; behind < scale; behind++) {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (scale > 0) {
            bytes[--at] = '.';
        }
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (unscaled < 0) {
            bytes[--at] = '-';
        }
    }

    void putBytes(byte[] source) {
        int position = reserve(source.length);
        System.arraycopy(source, 0, bytes, position, source.length);
    }

    void putBytes(ArrowBuf source, long start, int length) {
        int position = reserve(length);
        source.getBytes(start, bytes, position, length);
    }

    /** Makes room for {@code length} bytes and returns where they go; the array may be another one afterwards. */
    private int reserve(int length) {
        int position = size;
        int needed = Math.addExact(position, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        size = needed;
        return position;
    }
}
