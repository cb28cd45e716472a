package io.datasync.message;

/**
 * Where a batch lies (claim check).
 *
 * @param batch number within its slice and attempt, from 0
 * @param firstOffset offset of the first chunk
 * @param lastOffset offset of the last chunk; offsets between may be missing, as transactions leave gaps
 * @param rows rows in the chunks
 * @param bytes size of all chunks before compression
 * @param checksum CRC-32C over the chunks' bytes, in order
 */
public record BatchRef(
        int batch,
        String topic,
        int partition,
        long firstOffset,
        long lastOffset,
        long rows,
        long bytes,
        long checksum) {
    public BatchRef {
        if (batch < 0 || partition < 0 || firstOffset < 0 || lastOffset < firstOffset || rows < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "A batch's numbers are not negative, and its last offset is not before its first");
        }
    }
}
