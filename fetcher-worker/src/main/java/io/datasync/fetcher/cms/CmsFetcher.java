package io.datasync.fetcher.cms;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.Suggestion;
import io.datasync.fetcher.jdbc.JdbcDivision;
import io.datasync.fetcher.jdbc.JdbcRowStream;
import io.datasync.fetcher.jdbc.KeyRows;
import io.datasync.fetcher.jdbc.NaturalColumns;
import io.datasync.fetcher.jdbc.QueryParameters;
import io.datasync.fetcher.jdbc.SlicedQuery;
import io.datasync.fetcher.jdbc.SourceProduct;
import io.datasync.fetcher.jdbc.SourceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Reads the inspection data of the CMS under the source's own column names. The table is that of {@code sourceTable}, else
 * the one that goes with the destination's name; a {@code query} of one's own takes the place of the built-in one. Stamps
 * ({@code last_update}, without zone) are in UTC.
 */
public final class CmsFetcher implements DataFetcher {
    private static final Map<String, String> QUERIES =
            Map.of("mis_data", """
            SELECT id, work_order_number, item_number, characteristic, sample_id, sample_number, measured_value,
                   raw_reading, unit, result, is_retest, inspector, inspected_on, inspected_at, last_update, remark
            FROM cms.mis_data
            WHERE last_update >= :minimumDT
            """, "mis_characteristic", """
            SELECT code, item_number, description, unit, lower_limit, target_value, upper_limit, is_critical,
                   valid_from, last_update
            FROM cms.mis_characteristic
            WHERE last_update >= :minimumDT
            """, "mis_nonconformance", """
            SELECT id, mis_data_id, work_order_number, severity, description, disposition, cost, opened_at, closed_at,
                   photo_sha256, last_update
            FROM cms.mis_nonconformance
            WHERE last_update >= :minimumDT
            """);

    @Override
    public String type() {
        return "cms";
    }

    @Override
    public List<String> problems(TableConfig table) {
        List<String> problems = new ArrayList<>(QueryParameters.problems(table));
        if (table.query().isPresent()) {
            if (table.sourceTable().isPresent()) {
                problems.add("sourceTable: not read beside a query; remove one of them");
            }
        } else if (!QUERIES.containsKey(sourceTable(table))) {
            problems.add((table.sourceTable().isPresent() ? "sourceTable: " : "tableName: ") + unknown(table));
        }
        return problems;
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        SourceQuery all = QueryParameters.bind(query(request.table()), request);
        if (request.keysOnly()) {
            return new KeyRows(source, request, all);
        }
        SourceQuery rows = SlicedQuery.of(all, request);
        SourceQuery ordered = new SourceQuery(rows.sql() + order(request.table()), rows.parameters(), rows.snapshot());
        return new JdbcRowStream(
                source, request.source(), ordered, new NaturalColumns(SourceProduct.of(request.source())));
    }

    @Override
    public boolean divides(TableConfig table) {
        return !table.keyColumns().isEmpty();
    }

    @Override
    public RowDivision divide(FetchRequest request, DataSource source) {
        SourceQuery rows = QueryParameters.bind(query(request.table()), request);
        return new JdbcDivision(source, request, rows, request.table().keyColumns());
    }

    /** The built-in queries have their key in the first column; a query of one's own has an order of its own. */
    private static String order(TableConfig table) {
        return table.query().isPresent() ? "" : " ORDER BY 1";
    }

    private static String query(TableConfig table) {
        return table.query().orElseGet(() -> {
            String query = QUERIES.get(sourceTable(table));
            if (query == null) {
                throw new DataSyncException(
                        ErrorCode.CONFIGURATION, "Table " + table.tableName() + ": " + unknown(table));
            }
            return query;
        });
    }

    /** {@code cms.mis_data}, {@code mis_data} and {@code MisData} are all the table mis_data. */
    private static String sourceTable(TableConfig table) {
        String name = table.sourceTable().orElse(table.tableName());
        String plain = name.substring(name.lastIndexOf('.') + 1);
        return plain.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static String unknown(TableConfig table) {
        return "'" + sourceTable(table) + "' is no table of the cms fetcher."
                + Suggestion.text(sourceTable(table), new TreeSet<>(QUERIES.keySet()))
                + " Other tables need a query.";
    }
}
