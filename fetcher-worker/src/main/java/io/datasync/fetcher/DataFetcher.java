package io.datasync.fetcher;

import io.datasync.config.NumberCursor;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a table. Implementations are found through {@link java.util.ServiceLoader}, keep no state between
 * calls, and are used by several threads at a time.
 */
public interface DataFetcher {

    /** The name by which tables choose this fetcher in the configuration, such as {@code jdbc}. */
    String type();

    /** Names under {@code options:} that this fetcher reads; others are a problem of the configuration. */
    default Set<String> optionNames() {
        return Set.of();
    }

    /**
     * What is wrong in the configuration of a table of this type, each as {@code key: what and what to do}. Connects to
     * nothing. Names of options are checked by the caller.
     */
    default List<String> problems(TableConfig table) {
        return List.of();
    }

    /** As {@link #problems(TableConfig)}, for fetchers whose rules depend on the configuration of the source. */
    default List<String> problems(TableConfig table, SourceConfig source) {
        return problems(table);
    }

    /**
     * How values of a table will be decoded, a sentence each, for people who check a configuration that has no problem.
     *
     * @param connections to the source; null if it is not to be asked
     * @throws DataSyncException if the source does not answer or refuses
     */
    default List<String> decoding(TableConfig table, SourceConfig source, @Nullable DataSource connections) {
        return List.of();
    }

    /**
     * What a person should know of fetching a table that works, but could work better, a sentence each.
     *
     * @throws DataSyncException if the source does not answer or refuses
     */
    default List<String> advice(TableConfig table, SourceConfig source, DataSource connections) {
        return List.of();
    }

    /** The column of the rows whose largest number an incremental fetch goes on from; empty for a table without a cursor. */
    default Optional<String> cursorColumn(TableConfig table, SourceConfig source) {
        return table.cursor().flatMap(NumberCursor::column);
    }

    /**
     * The rows of a table, or of one of the ranges that {@link #divide} found; the caller closes the stream. Nothing is connected yet, so that waiting for the source
     * can be cancelled through the stream. Rows come in the order of the key, or in that of
     * the query. If {@link FetchRequest#keysOnly() only keys} are wanted, other columns may be left out.
     *
     * @param source connections to the source database, for fetchers that have one
     * @throws DataSyncException with {@code CONFIGURATION} if the table's configuration makes no sense
     */
    RowStream open(FetchRequest request, DataSource source);

    /** Whether the rows of that table can be divided. Connects to nothing. */
    default boolean divides(TableConfig table) {
        return false;
    }

    /**
     * How the rows of a table divide; the caller closes it. Asked only for a table that this {@link #divides}. Nothing is
     * connected yet.
     *
     * @param source connections to the source database, for fetchers that have one
     */
    default RowDivision divide(FetchRequest request, DataSource source) {
        throw new UnsupportedOperationException("The " + type() + " fetcher divides no table");
    }
}
