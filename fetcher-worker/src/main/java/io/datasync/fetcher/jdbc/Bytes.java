package io.datasync.fetcher.jdbc;

/** A part of an array; used again for each value, so that none needs an array of its own. */
public final class Bytes {
    private byte[] array = new byte[0];
    private int start;
    private int length;

    /** The array that the part is of. */
    public byte[] array() {
        return array;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    Bytes set(byte[] newArray, int newStart, int newLength) {
        array = newArray;
        start = newStart;
        length = newLength;
        return this;
    }
}
