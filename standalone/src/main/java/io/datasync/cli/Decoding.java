package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.fetcher.FetcherTypes;
import java.io.PrintStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Says how the values of tables will be decoded, such as where their implied decimal point is and who says so. */
record Decoding(FetcherTypes fetchers, PrintStream out) {

    /** For all tables, without asking a source. */
    void print(DataSyncConfig config) {
        for (TableConfig table : config.tables()) {
            SourceConfig source = config.sources().get(table.sourceSystem());
            if (source != null) {
                print(table, source, null);
            }
        }
    }

    /**
     * For one table.
     *
     * @param connections to its source; null to leave it unasked
     * @throws DataSyncException if the source does not answer or refuses
     */
    void print(TableConfig table, SourceConfig source, @Nullable DataSource connections) {
        fetchers.get(table.fetcher())
                .decoding(table, source, connections)
                .forEach(line -> out.println(table.tableName() + ": " + line));
    }
}
