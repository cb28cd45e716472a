package io.datasync.fetcher.jde;

import io.datasync.config.JdeSite;
import io.datasync.fetcher.jdbc.ColumnPlan;
import io.datasync.fetcher.jdbc.ColumnReader;
import io.datasync.fetcher.jdbc.SourceColumn;
import io.datasync.fetcher.jdbc.StreamedColumn;
import io.datasync.fetcher.jdbc.TextReader;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The columns of a catalog table, decoded by the rules of a site, then LastUpdateDT unless the keys alone are read.
 *
 * @param decimals the rules for implied decimals, asked for once the source is connected
 */
record JdeColumns(JdeTable table, JdeSite site, Supplier<DecimalRules> decimals) implements ColumnPlan {
    /** Any number of so many digits fits an int. */
    private static final int INT_DIGITS = 9;

    /** Physical columns in the order in which {@link #choose} expects them. */
    List<String> physical() {
        List<String> names = new ArrayList<>(
                table.columns().stream().map(JdeColumn::physical).toList());
        if (table.hasStamp()) {
            names.add(table.lastUpdateDate());
            names.add(table.lastUpdateTime());
        }
        return names;
    }

    @Override
    public List<StreamedColumn> choose(List<SourceColumn> sources) {
        List<StreamedColumn> streamed = new ArrayList<>();
        for (int index = 0; index < table.columns().size(); index++) {
            streamed.add(streamed(table.columns().get(index), sources.get(index), sources));
        }
        if (!table.hasStamp()) {
            return streamed;
        }
        SourceColumn date = sources.get(sources.size() - 2);
        SourceColumn time = sources.get(sources.size() - 1);
        streamed.add(new StreamedColumn(
                new Column(JdeTable.LAST_UPDATE, new ColumnType.Timestamp(0), true),
                date.label(),
                JdeReaders.lastUpdate(date, time, JdeTable.LAST_UPDATE, site.timeZone())));
        return streamed;
    }

    private StreamedColumn streamed(JdeColumn column, SourceColumn source, List<SourceColumn> sources) {
        String name = column.name();
        return switch (column.rule()) {
            case TEXT ->
                new StreamedColumn(
                        new Column(name, new ColumnType.Text(textLength(column, source)), source.nullable()),
                        source.label(),
                        new TextReader(source, name, site.trim()));
            case INTEGER, DECIMAL ->
                new StreamedColumn(
                        new Column(name, numberType(column), source.nullable()),
                        source.label(),
                        number(column, source, sources));
            // A date of 0 becomes null, whatever the source says.
            case DATE ->
                new StreamedColumn(
                        new Column(name, new ColumnType.Date(), true), source.label(), JdeReaders.date(source, name));
        };
    }

    private ColumnReader number(JdeColumn column, SourceColumn source, List<SourceColumn> sources) {
        if (column.currency().isEmpty()) {
            return JdeReaders.number(source, column.name(), column.size());
        }
        DecimalRules rules = decimals.get();
        SourceColumn code = sources.get(table.position(column.currency().get()));
        return new AmountReader(source, code, column, rules.of(column).decimals(), rules.currencies());
    }

    /** Sites widen columns: the source's length counts if it has one. */
    private static int textLength(JdeColumn column, SourceColumn source) {
        return source.precision() > 0 && source.precision() < 1 << 20 ? source.precision() : column.size();
    }

    private ColumnType numberType(JdeColumn column) {
        int decimals = this.decimals.get().of(column).decimals();
        if (column.rule() == JdeColumn.Rule.DECIMAL || decimals > 0) {
            return new ColumnType.Decimal(Math.max(column.size(), decimals), decimals);
        }
        return column.size() <= INT_DIGITS ? new ColumnType.Int32() : new ColumnType.Int64();
    }
}
