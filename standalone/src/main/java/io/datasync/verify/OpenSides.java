package io.datasync.verify;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ConnectionPools;
import io.datasync.database.SqlDialect;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.jdbc.JdbcRowStream;
import io.datasync.fetcher.jdbc.NaturalColumns;
import io.datasync.fetcher.jdbc.SourceProduct;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetComparison;
import io.datasync.loader.target.TargetTable;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens source and destination of tables. The source's rows come from the table's own fetcher, as in a Mass; the destination's
 * from a plain SELECT, which is read as a source's would be.
 */
final class OpenSides {
    private final DestinationConfig destination;
    private final FetcherTypes fetchers;

    OpenSides(DestinationConfig destination, FetcherTypes fetchers) {
        this.destination = destination;
        this.fetchers = fetchers;
    }

    /** Starts both queries. */
    Sides open(TableConfig table, SourceConfig source, TargetTable target, boolean deep) {
        return Lifecycle.starting(parts -> open(table, source, target, deep, parts));
    }

    private Sides open(TableConfig table, SourceConfig source, TargetTable target, boolean deep, Lifecycle parts) {
        DataSource sourcePool = parts.add("source", ConnectionPools.source(source, 1));
        Instant now = Instant.now();
        FetchRequest all = FetchRequest.whole(table, source, UpdateType.MASS, null, now);
        RowStream sourceRows =
                parts.add("source rows", fetchers.get(table.fetcher()).open(all, sourcePool));
        RowSchema schema = sourceRows.schema();
        List<ColumnPair> pairs = TargetComparison.match(table, schema, target);
        ComparedColumns columns = ComparedColumns.of(table, target, pairs, deep);
        RowGate gate = new RowGate(pairs, Long.MAX_VALUE, new Unheard());
        Side sourceSide = new Side(sourceRows, new RowForms(columns, schema, columns::inSource), gate::check);

        SourceConfig read = readable();
        DataSource destinationPool = parts.add("destination", ConnectionPools.source(read, 1));
        RowStream destinationRows = parts.add(
                "destination rows",
                new JdbcRowStream(
                        destinationPool,
                        read,
                        columns.query(SqlDialect.of(destination.type()), target),
                        new NaturalColumns(SourceProduct.of(read))));
        RowForms forms = new RowForms(columns, destinationRows.schema(), column -> column);
        return new Sides(columns, sourceSide, new Side(destinationRows, forms, columns::marked), parts);
    }

    /**
     * Which values of the key's columns the destination takes for the same, by position of a column of which only it knows; none on
     * SQL Server, which is not asked.
     */
    Map<Integer, Map<String, Long>> sameKeys(TargetTable target, ComparedColumns columns, KeptRows rows) {
        if (columns.collatedKeys().isEmpty() || !knowsSameKeys()) {
            return Map.of();
        }
        try (HikariDataSource pool = ConnectionPools.source(readable(), 1)) {
            SameTexts sameTexts = new SameTexts(pool, target);
            return columns.collatedKeys().stream()
                    .collect(Collectors.toMap(
                            column -> column,
                            column -> sameTexts.classes(
                                    columns.pairs().get(column).target(), rows.keyTexts(column))));
        }
    }

    /** Whether {@link #sameKeys} asks the destination. */
    boolean knowsSameKeys() {
        return SqlDialect.of(destination.type()) == SqlDialect.POSTGRESQL;
    }

    private SourceConfig readable() {
        return new SourceConfig(
                "destination",
                destination.url(),
                destination.user(),
                destination.password(),
                SourceConfig.DEFAULT_FETCH_SIZE,
                1,
                List.of(),
                destination.queryTimeout(),
                Optional.empty());
    }

    /** Rows that do not fit are counted by whoever reads them. */
    private static final class Unheard implements LoadListener {
        @Override
        public void progressed(long rows) {}

        @Override
        public void rejected(String column, String reason, Map<String, @Nullable String> row) {}
    }
}
