package io.datasync.fetcher.jde;

import io.datasync.config.JdeSite;
import io.datasync.config.SourceConfig;
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
import io.datasync.fetcher.jdbc.SlicedQuery;
import io.datasync.fetcher.jdbc.SourceProduct;
import io.datasync.fetcher.jdbc.SourceQuery;
import io.datasync.message.KeyRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads a table of the JDE catalog, in the order of its key. An incremental fetch compares the date and time of the last
 * change, as the site's clocks show them, with the lower bound; there is no upper one, as stamps may lie in the future.
 */
public final class JdeFetcher implements DataFetcher {
    @Override
    public String type() {
        return "jde";
    }

    @Override
    public List<String> problems(TableConfig table) {
        return problems(table, JdeSite.DEFAULTS);
    }

    @Override
    public List<String> problems(TableConfig table, SourceConfig source) {
        return problems(table, source.jde().orElse(JdeSite.DEFAULTS));
    }

    private static List<String> problems(TableConfig table, JdeSite site) {
        List<String> problems = new ArrayList<>();
        if (table.query().isPresent()) {
            problems.add("query: the jde fetcher writes its own; remove query, or use fetcher: jdbc");
        }
        if (table.sourceTable().isEmpty()) {
            problems.add("sourceTable: the jde fetcher needs a table of its catalog, such as F4801");
            return problems;
        }
        try {
            JdeTable jde = table(table, JdeCatalog.of(site));
            table.keyColumns().forEach(name -> checkColumn("keyColumns", name, jde, problems));
            table.lastUpdateColumn().ifPresent(name -> checkColumn("lastUpdateColumn", name, jde, problems));
        } catch (DataSyncException unknownOrWrong) {
            problems.add("sourceTable: " + unknownOrWrong.getMessage());
        }
        return problems;
    }

    private static void checkColumn(String where, String name, JdeTable jde, List<String> problems) {
        if (jde.names().stream().noneMatch(name::equalsIgnoreCase)) {
            problems.add(
                    where + ": " + jde.table() + " has no column " + name + "." + Suggestion.text(name, jde.names()));
        }
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        JdeTable table = table(request);
        JdeSite site = site(request);
        JdeColumns columns = new JdeColumns(table, site);
        SourceQuery query = query(table, columns.physical(), site, request);
        return new JdbcRowStream(source, request.source(), query, columns);
    }

    @Override
    public boolean divides(TableConfig table) {
        return !table.keyColumns().isEmpty();
    }

    @Override
    public RowDivision divide(FetchRequest request, DataSource source) {
        JdeTable table = table(request);
        SourceQuery keys = rows(table, table.physicalKey(), site(request), request);
        return new JdbcDivision(source, request, keys, table.physicalKey());
    }

    private static JdeTable table(FetchRequest request) {
        return table(request.table(), JdeCatalog.of(site(request)));
    }

    private static JdeTable table(TableConfig table, JdeCatalog catalog) {
        String name = table.sourceTable().orElse("");
        return catalog.find(name)
                .orElseThrow(() -> new DataSyncException(ErrorCode.CONFIGURATION, catalog.unknown(name)));
    }

    private static JdeSite site(FetchRequest request) {
        return request.source().jde().orElse(JdeSite.DEFAULTS);
    }

    static SourceQuery query(JdeTable table, List<String> physical, JdeSite site, FetchRequest request) {
        SourceQuery rows = rows(table, physical, site, request);
        String order = " ORDER BY " + String.join(", ", table.physicalKey());
        return new SourceQuery(rows.sql() + order, rows.parameters(), rows.snapshot());
    }

    /** The first comparison alone is what an index on the date can serve; the second cuts the rest of the first day. */
    private static SourceQuery rows(JdeTable table, List<String> physical, JdeSite site, FetchRequest request) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        Instant minimumDT = request.minimumDT();
        if (minimumDT != null) {
            LocalDateTime bound = JdeStamp.lowerBound(minimumDT, site.timeZone());
            int date = JdeStamp.number(bound.toLocalDate());
            conditions.add(table.lastUpdateDate() + " >= ? AND (" + table.lastUpdateDate() + " > ? OR "
                    + table.lastUpdateTime() + " >= ?)");
            parameters.addAll(List.of(date, date, JdeStamp.number(bound.toLocalTime())));
        }
        KeyRange range = request.range();
        if (range != null) {
            SourceQuery part = SlicedQuery.condition(range, SourceProduct.of(request.source()));
            conditions.add(part.sql());
            parameters.addAll(part.parameters());
        }
        String sql = "SELECT " + String.join(", ", physical) + " FROM " + qualified(table, site)
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
        return new SourceQuery(sql, parameters, request.snapshot());
    }

    /** Names stand without quotes, so that each product folds their case as it does its own. */
    private static String qualified(JdeTable table, JdeSite site) {
        String schema = site.schema().orElse("");
        if (schema.isEmpty()) {
            return table.table();
        }
        if (!schema.matches("[A-Za-z_][A-Za-z0-9_$#@]*(\\.[A-Za-z_][A-Za-z0-9_$#@]*)?")) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "jde.schema: '" + schema + "' is no plain name, such as PRODDTA or JDE_PRODUCTION.PRODDTA");
        }
        return schema + "." + table.table();
    }
}
