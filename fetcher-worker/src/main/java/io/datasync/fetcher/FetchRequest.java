package io.datasync.fetcher;

import io.datasync.config.NumberCursor;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.message.KeyRange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fetcher is asked for.
 *
 * @param minimumDT lower bound, inclusive, of the rows' last change; null asks for all rows
 * @param now the time of the request, the same for all of its rows
 * @param range the part of the rows that is asked for; null asks for all
 * @param snapshot the snapshot in the source to read in, if it is still there; null for none
 * @param highWaterMark largest number of the table's cursor that was fetched before; null if that is not known, or all rows are
 *     asked for
 */
public record FetchRequest(
        TableConfig table,
        SourceConfig source,
        UpdateType updateType,
        @Nullable Instant minimumDT,
        Instant now,
        @Nullable KeyRange range,
        @Nullable String snapshot,
        @Nullable Long highWaterMark) {

    /** The number beyond which rows are asked for, the window of the table's cursor below the mark; null if there is no mark. */
    public @Nullable Long lastNumber() {
        Long mark = highWaterMark;
        if (mark == null || minimumDT == null) {
            return null;
        }
        long window = table.cursor().map(NumberCursor::window).orElse(0L);
        return mark < Long.MIN_VALUE + window ? Long.MIN_VALUE : mark - window;
    }

    /** Whether the key columns are all that is wanted of the rows; whatever else comes is carried and not read. */
    public boolean keysOnly() {
        return !updateType.bringsRows();
    }

    /** Asks for all rows. */
    public static FetchRequest whole(
            TableConfig table, SourceConfig source, UpdateType updateType, @Nullable Instant minimumDT, Instant now) {
        return new FetchRequest(table, source, updateType, minimumDT, now, null, null, null);
    }
}
