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
