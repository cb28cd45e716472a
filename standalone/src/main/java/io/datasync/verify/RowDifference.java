package io.datasync.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is not the same on both sides.
 *
 * @param key its key in the source or, for an extra one, in the destination
 * @param values of the columns that differ, for a row that is there on both sides
 * @param sourceStamp when the source's row was changed last, null if unknown
 * @param destinationStamp when the destination's row was changed last, null if unknown
 * @param keyInSource whether the source has a row of that key
 */
public record RowDifference(
        Kind kind,
        Map<String, @Nullable String> key,
        List<Value> values,
        @Nullable Instant sourceStamp,
        @Nullable Instant destinationStamp,
        boolean keyInSource) {

    /** How a row differs. */
    public enum Kind {
        /** The destination lacks it. */
        MISSING,
        /** The source does not have it. */
        EXTRA,
        /** Its values differ. */
        DIFFERENT
    }

    /** A column's value on both sides, null for NULL; long ones are cut. */
    public record Value(
            String column,
            @Nullable String source,
            @Nullable String destination) {}

    public RowDifference {
        values = List.copyOf(values);
    }

    /** Whether the destination's row is the newer one, so that no operation but a Mass that replaces rows would change it. */
    public boolean isNewerInDestination() {
        return kind == Kind.DIFFERENT
                && destinationStamp != null
                && (sourceStamp == null || destinationStamp.isAfter(sourceStamp));
    }
}
