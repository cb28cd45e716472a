package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.message.KeyRange;
import java.util.List;
import java.util.Optional;

/** How the rows of a table divide. Used by one thread at a time; only {@link #cancel} may be called by others. */
public interface RowDivision extends AutoCloseable {

    /**
     * Asks the source for ranges of about equal numbers of rows, without gap or overlap; {@link SliceCount} says how many are
     * wanted. The first call connects and may take long.
     *
     * @return none, if the rows are to be read as they are
     * @throws DataSyncException if the source does not answer or refuses, or the rows cannot be divided; with {@code CANCELLED}
     *     after {@link #cancel}
     */
    List<KeyRange> ranges();

    /**
     * The state of the source that the ranges were found in, for all slices to be read in: a name that other connections can
     * take it by until this is closed. Empty if the source offers none.
     */
    Optional<String> snapshot();

    /** Makes a pending or the following {@link #ranges} fail soon. May be called by any thread, at any time, repeatedly. */
    void cancel();

    @Override
    void close();
}
