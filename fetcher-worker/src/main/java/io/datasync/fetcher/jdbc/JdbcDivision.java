package io.datasync.fetcher.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.SliceCount;
import io.datasync.message.Json;
import io.datasync.message.KeyRange;
import io.datasync.message.KeyRange.KeyColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Divides a query's rows at keys out of a sample that the source puts in order. PostgreSQL tells from its statistics how many
 * rows there are, and picks rows by chance; others count, and pick every so many-th row.
 *
 * <p>A sample of 20,000 keys makes slices that differ by some percent; a smaller table is divided exactly. Dividing 1,000,000
 * rows exactly, by {@code ROW_NUMBER()}, took PostgreSQL three times as long, mostly for passing each row through the window.
 */
public final class JdbcDivision implements RowDivision {
    private static final long SAMPLE = 20_000;
    private static final long SAMPLE_OF_SLICE = 200;

    private final TableConfig table;
    private final SourceConfig source;
    private final SourceProduct product;
    private final SourceQuery rows;
    private final List<String> keyColumns;
    private final SourceProbe probe;

    /**
     * A division that is found when it is asked for.
     *
     * @param rows query of all rows, or of their keys alone, without an order
     * @param keyColumns columns of the query that make up the key, in upper or lower case
     */
    public JdbcDivision(DataSource dataSource, FetchRequest request, SourceQuery rows, List<String> keyColumns) {
        this.table = request.table();
        this.source = request.source();
        this.product = SourceProduct.of(source);
        this.rows = rows;
        this.keyColumns = List.copyOf(keyColumns);
        this.probe = new SourceProbe(dataSource, source);
    }

    @Override
    public List<KeyRange> ranges() {
        long count = count();
        if (SliceCount.of(table, count) == 1) {
            return List.of();
        }
        List<KeyColumn> key = key();
        while (true) {
            int slices = SliceCount.of(table, count);
            long wanted = Math.max(SAMPLE, SAMPLE_OF_SLICE * slices);
            KeySample sample = sample(key, count, wanted);
            if (slices == 1) {
                return List.of();
            } else if (count <= wanted || sample.seen() * 4 >= wanted) {
                return KeyRange.between(key, sample.ends(slices));
            }
            // Far fewer rows than the statistics have it: once more, by what the sample says of their number.
            count = Math.max(1, sample.seen() * (count / wanted));
        }
    }

    private long count() {
        if (product != SourceProduct.POSTGRESQL) {
            return Long.parseLong(probe.askOne(
                    new SourceQuery("SELECT COUNT(*) FROM " + SlicedQuery.derived(rows), rows.parameters())));
        }
        String plan = probe.askOne(new SourceQuery("EXPLAIN (FORMAT JSON) " + rows.sql(), rows.parameters()));
        JsonNode estimate =
                Json.read(plan.getBytes(StandardCharsets.UTF_8), JsonNode.class).at("/0/Plan/Plan Rows");
        if (!estimate.isNumber()) {
            throw new DataSyncException(ErrorCode.SOURCE_QUERY, "The plan of the query says no number of rows");
        }
        return estimate.asLong();
    }

    private List<KeyColumn> key() {
        return keyColumns(probe, rows, keyColumns).stream()
                .map(column -> new KeyColumn(
                        column.label(), KeyType.of(column, product).name()))
                .toList();
    }

    /** The columns of those names in the result of a query, which is asked for no row. */
    static List<SourceColumn> keyColumns(SourceProbe probe, SourceQuery rows, List<String> names) {
        SourceQuery empty =
                new SourceQuery("SELECT * FROM " + SlicedQuery.derived(rows) + " WHERE 1 = 0", rows.parameters());
        List<SourceColumn> columns = probe.ask(empty, result -> SourceColumn.of(result.getMetaData()));
        return names.stream().map(name -> column(name, columns)).toList();
    }

    private static SourceColumn column(String name, List<SourceColumn> columns) {
        return columns.stream()
                .filter(column -> column.label().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.label().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "keyColumns: the source has no column " + name + " to divide rows by"));
    }

    private KeySample sample(List<KeyColumn> key, long count, long wanted) {
        SourceQuery question = new SourceQuery(sampleSql(key, count, wanted), rows.parameters());
        return probe.ask(question, result -> {
            KeySample sample = new KeySample();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= key.size(); column++) {
                    values.add(result.getString(column));
                }
                sample.add(values);
            }
            return sample;
        });
    }

    private String sampleSql(List<KeyColumn> key, long count, long wanted) {
        String texts = key.stream()
                .map(column -> new KeyType(product, column.type()).text("s." + quoted(column)))
                .collect(Collectors.joining(", "));
        String order = key.stream().map(column -> "s." + quoted(column)).collect(Collectors.joining(", "));
        String names = key.stream().map(this::quoted).collect(Collectors.joining(", "));
        String noNulls =
                key.stream().map(column -> quoted(column) + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String keys = "SELECT " + names + " FROM " + SlicedQuery.derived(rows) + " WHERE " + noNulls;
        String picked = "";
        if (count > wanted && product == SourceProduct.POSTGRESQL) {
            // Without OFFSET 0 it may read the rows in the order of an index, to save the sort of a few.
            keys += " AND random() < " + new BigDecimal((double) wanted / count).toPlainString() + " OFFSET 0";
        } else if (count > wanted) {
            keys = "SELECT " + names + ", ROW_NUMBER() OVER (ORDER BY " + names + ") AS datasync_row FROM "
                    + SlicedQuery.derived(rows) + " WHERE " + noNulls;
            picked = " WHERE " + everyRow(count / wanted);
        }
        return "SELECT " + texts + " FROM (" + keys + ") s" + picked + " ORDER BY " + order;
    }

    private String everyRow(long step) {
        return product == SourceProduct.SQLSERVER
                ? "s.datasync_row % " + step + " = 0"
                : "MOD(s.datasync_row, " + step + ") = 0";
    }

    private String quoted(KeyColumn column) {
        return product.quoted(column.name());
    }

    @Override
    public Optional<String> snapshot() {
        Optional<String> snapshot = SourceSnapshot.of(probe, source);
        if (product != SourceProduct.POSTGRESQL) {
            // Only PostgreSQL's goes with its transaction; others need no connection to be held for it.
            probe.close();
        }
        return snapshot;
    }

    @Override
    public void cancel() {
        probe.cancel();
    }

    @Override
    public void close() {
        probe.close();
    }
}
