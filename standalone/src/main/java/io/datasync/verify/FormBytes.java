package io.datasync.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.commons.codec.digest.MurmurHash3;

/** The bytes that values are compared by; grows with the largest row and is used again. */
final class FormBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1 << 10];
    private int size;

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

    void putLong(long value) {
        int position = reserve(Long.BYTES);
        LONGS.set(bytes, position, value);
    }

    /** Puts bytes behind their number, so that no other values have the same form. */
    void putBytes(byte[] source) {
        putLong(source.length);
        int position = reserve(source.length);
        System.arraycopy(source, 0, bytes, position, source.length);
    }

    /** As the other, from {@code start}. */
    void putBytes(ArrowBuf source, long start, int length) {
        putLong(length);
        int position = reserve(length);
        source.getBytes(start, bytes, position, length);
    }

    /** The bytes up to {@code end} as a text that is equal if they are. */
    String text(int end) {
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** A hash of the bytes from {@code start} to {@code end} whose bits all depend on all of them. */
    long hash(int start, int end) {
        return MurmurHash3.hash128x64(bytes, start, end - start, 0)[0];
    }

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
