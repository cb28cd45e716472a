package io.datasync.loader;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hears of a load while it goes on. When a load starts over, all is reported again. */
public interface LoadListener {

    /** Rows of the batch that have reached the destination, not yet committed. */
    void progressed(long rows);

    /**
     * A row does not fit and is left out. Returns once that is written down for good, as the row is lost with the commit
     * that follows.
     *
     * @param column column of the destination whose value does not fit
     * @param reason limit and length, without the value
     * @param row values by column name in their text form
     */
    void rejected(String column, String reason, Map<String, @Nullable String> row);
}
