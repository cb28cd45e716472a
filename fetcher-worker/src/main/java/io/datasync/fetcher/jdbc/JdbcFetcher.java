package io.datasync.fetcher.jdbc;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.RowStream;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads the rows of the configured query, in the query's order; slices of them by {@code keyColumns}. */
public final class JdbcFetcher implements DataFetcher {
    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public List<String> problems(TableConfig table) {
        List<String> problems = new ArrayList<>();
        if (table.sourceTable().isPresent()) {
            problems.add("sourceTable: the jdbc fetcher reads a query; remove sourceTable");
        }
        if (table.query().isEmpty()) {
            problems.add("query: the jdbc fetcher needs a SELECT, which may use :minimumDT and :now");
        }
        problems.addAll(QueryParameters.problems(table));
        return problems;
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        if (request.keysOnly()) {
            return new KeyRows(source, request, query(request));
        }
        SourceProduct product = SourceProduct.of(request.source());
        return new JdbcRowStream(
                source, request.source(), SlicedQuery.of(query(request), request), new NaturalColumns(product));
    }

    @Override
    public boolean divides(TableConfig table) {
        return !table.keyColumns().isEmpty();
    }

    @Override
    public RowDivision divide(FetchRequest request, DataSource source) {
        return new JdbcDivision(source, request, query(request), request.table().keyColumns());
    }

    private static SourceQuery query(FetchRequest request) {
        String query = request.table()
                .query()
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "Table " + request.table().tableName() + " has no query for the jdbc fetcher"));
        return QueryParameters.bind(query, request);
    }
}
