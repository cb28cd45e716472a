package io.datasync.verify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a bucket that differs.
 *
 * @param key the form of its key
 * @param valuesHash hash of all compared values but the key's
 * @param hashes of each compared value
 * @param texts of each of them as people read it, null for NULL
 * @param stamp when it was changed last, if that is known
 * @param aside whether it is not expected on the other side: the destination cannot hold it, or has marked it as gone
 */
@SuppressWarnings("ArrayRecordComponent")
record KeptRow(
        String key,
        long valuesHash,
        long[] hashes,
        List<@Nullable String> texts,
        @Nullable Instant stamp,
        boolean aside) {}
