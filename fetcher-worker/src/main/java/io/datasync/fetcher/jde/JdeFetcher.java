package io.datasync.fetcher.jde;

import io.datasync.config.JdeSite;
import io.datasync.config.NumberCursor;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.Suggestion;
import io.datasync.fetcher.jdbc.CursorIndex;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
            table.cursor().ifPresent(cursor -> checkCursor(cursor, jde, problems));
        } catch (DataSyncException unknownOrWrong) {
            problems.add("sourceTable: " + unknownOrWrong.getMessage());
        }
        return problems;
    }

    private static void checkCursor(NumberCursor cursor, JdeTable jde, List<String> problems) {
        cursor.column().ifPresent(name -> checkColumn("cursor.column", name, jde, problems));
        if (cursor.column().or(jde::cursor).isEmpty()) {
            problems.add(
                    "cursor: the catalog names no growing number of " + jde.table() + "; name one in cursor.column");
        }
    }

    @Override
    public Optional<String> cursorColumn(TableConfig table, SourceConfig source) {
        JdeCatalog catalog = JdeCatalog.of(source.jde().orElse(JdeSite.DEFAULTS));
        return table.cursor()
                .flatMap(
                        cursor -> cursor.column().or(() -> table(table, catalog).cursor()));
    }

    private static void checkColumn(String where, String name, JdeTable jde, List<String> problems) {
        if (jde.names().stream().noneMatch(name::equalsIgnoreCase)) {
            problems.add(
                    where + ": " + jde.table() + " has no column " + name + "." + Suggestion.text(name, jde.names()));
        }
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        JdeTable all = table(request);
        JdeTable table = request.keysOnly() ? all.only(request.table().keyColumns()) : all;
        JdeSite site = site(request);
        DataDictionary dictionary = new DataDictionary(table, site, request.source(), source);
        JdeColumns columns = new JdeColumns(table, site, dictionary::rules);
        // In no order: without an index on the key, the ERP would sort for nothing.
        SourceQuery query = request.keysOnly()
                ? rows(all, columns.physical(), site, request)
                : query(all, columns.physical(), site, request);
        return new JdeRowStream(dictionary, new JdbcRowStream(source, request.source(), query, columns));
    }

    @Override
    public List<String> decoding(TableConfig table, SourceConfig source, @Nullable DataSource connections) {
        JdeSite site = source.jde().orElse(JdeSite.DEFAULTS);
        JdeTable jde = table(table, JdeCatalog.of(site));
        DecimalRules rules = connections == null
                ? new DecimalRules(site.impliedDecimals(), Map.of(), Map.of())
                : new DataDictionary(jde, site, source, connections).rules();
        String unasked = connections == null && site.dictionarySchema().isPresent() ? ", F9210 was not asked" : "";
        return jde.columns().stream()
                .filter(column -> column.rule() == JdeColumn.Rule.DECIMAL
                        || (column.isNumber() && rules.of(column).decimals() > 0))
                .map(column ->
                        decoding(column, rules.of(column), unasked) + currency(column, rules, connections == null))
                .toList();
    }

    /** What is to be known of an amount in a currency: which currencies have other decimals than the column. */
    private static String currency(JdeColumn column, DecimalRules rules, boolean isUnasked) {
        return column.currency()
                .map(code -> ", stored with those of the currency " + code + " ("
                        + (isUnasked
                                ? "F0013 was not asked"
                                : "F0013: " + others(rules, rules.of(column).decimals()))
                        + ")")
                .orElse("");
    }

    private static String others(DecimalRules rules, int decimals) {
        String others = new TreeMap<>(rules.currencies())
                .entrySet().stream()
                        .filter(currency -> currency.getValue() != decimals)
                        .map(currency -> currency.getKey() + " " + currency.getValue())
                        .collect(Collectors.joining(", "));
        return others.isEmpty() ? "all have as many" : others;
    }

    @Override
    public List<String> advice(TableConfig table, SourceConfig source, DataSource connections) {
        if (!table.daily().enabled() && !table.hourly().enabled()) {
            return List.of();
        }
        JdeSite site = source.jde().orElse(JdeSite.DEFAULTS);
        JdeTable jde = table(table, JdeCatalog.of(site));
        String column = cursorColumn(table, source).map(jde::physical).orElse(jde.lastUpdateDate());
        return CursorIndex.advice(source, connections, site.schema(), jde.table(), column).stream()
                .toList();
    }

    private static String decoding(JdeColumn column, DecimalRules.Rule rule, String unasked) {
        String doubt = rule.origin().equals(DecimalRules.CATALOG) ? unasked : "";
        return column.physical() + " " + column.name() + " has " + rule.decimals() + " decimals (" + rule.origin()
                + doubt + ")";
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

    private static String cursor(JdeTable table, FetchRequest request) {
        return request.table()
                .cursor()
                .flatMap(cursor -> cursor.column().or(table::cursor))
                .map(table::physical)
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION, "There is no growing number of " + table.table() + " to go by"));
    }

    /** The first comparison alone is what an index on the date can serve; the second cuts the rest of the first day. */
    private static SourceQuery rows(JdeTable table, List<String> physical, JdeSite site, FetchRequest request) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        Instant minimumDT = request.minimumDT();
        Long lastNumber = request.lastNumber();
        if (lastNumber != null) {
            conditions.add(cursor(table, request) + " > ?");
            parameters.add(lastNumber);
        } else if (minimumDT != null) {
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
        String sql = "SELECT " + String.join(", ", physical) + " FROM "
                + JdeNames.qualified("schema", site.schema(), table.table())
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
        return new SourceQuery(sql, parameters, request.snapshot());
    }
}
