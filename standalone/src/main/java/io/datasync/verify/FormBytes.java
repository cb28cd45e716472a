package io.datasync.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** The bytes that values are compared by; grows with the largest row and is used again. */
final class FormBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long FIRST_FACTOR = 0x87C37B91114253D5L;
    private static final long SECOND_FACTOR = 0x4CF5AD432745937FL;
    private static final int ROTATION = 31;
    private static final int FINAL_SHIFT = 33;

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

    /**
     * A hash of the bytes from {@code start} to {@code end} whose bits all depend on all of them: MurmurHash3's steps on 64 bits.
     *
     * @see <a href="https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp">MurmurHash3</a>
     */
    long hash(int start, int end) {
        long hash = (long) end - start;
        int position = start;
        for (; position + Long.BYTES <= end; position += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, position));
        }
        long rest = 0;
        for (; position < end; position++) {
            rest = rest << Byte.SIZE | (bytes[position] & 0xFF);
        }
        return finish(mix(hash, rest));
    }

    private static long mix(long hash, long value) {
        long mixed = Long.rotateLeft(value * FIRST_FACTOR, ROTATION) * SECOND_FACTOR;
        return Long.rotateLeft(hash ^ mixed, 27) * 5 + 0x52DCE729;
    }

    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> FINAL_SHIFT) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> FINAL_SHIFT) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> FINAL_SHIFT;
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
