package io.datasync.fetcher.jdbc;

import io.datasync.fetcher.FetchRequest;
import io.datasync.message.KeyRange;
import io.datasync.message.KeyRange.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a slice out of a query. A row of a key {@code (a, b)} after {@code (x, y)} is one with
 * {@code a >= x AND (a > x OR (a = x AND b > y))}: any product takes that, and finds the beginning by an index. PostgreSQL has
 * {@code (a, b) > (x, y)} for it.
 *
 * <p>A row is before, at or after a key whatever the key is, so ranges that meet at a key have neither gap nor overlap. A NULL
 * is none of these: rows with one are in the last range.
 */
public final class SlicedQuery {
    private final SourceProduct product;
    private final KeyRange range;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    private SlicedQuery(SourceProduct product, KeyRange range) {
        this.product = product;
        this.range = range;
    }

    /** The requested part of a query's rows, in the requested snapshot. */
    public static SourceQuery of(SourceQuery rows, FetchRequest request) {
        KeyRange range = request.range();
        if (range == null) {
            return new SourceQuery(rows.sql(), rows.parameters(), request.snapshot());
        }
        SourceQuery condition = condition(range, SourceProduct.of(request.source()));
        List<Object> parameters = new ArrayList<>(rows.parameters());
        parameters.addAll(condition.parameters());
        return new SourceQuery(
                "SELECT * FROM " + derived(rows) + " WHERE " + condition.sql(), parameters, request.snapshot());
    }

    /**
     * Some columns of the requested part of a query's rows, in the requested snapshot.
     *
     * @param columns as the query's result names them
     */
    static SourceQuery of(SourceQuery rows, List<String> columns, FetchRequest request) {
        SourceProduct product = SourceProduct.of(request.source());
        KeyRange range = request.range();
        SourceQuery condition = range == null ? new SourceQuery("", List.of()) : condition(range, product);
        List<Object> parameters = new ArrayList<>(rows.parameters());
        parameters.addAll(condition.parameters());
        String sql = columns.stream()
                .map(column -> product.quoted(column))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + derived(rows)));
        return new SourceQuery(
                sql + (range == null ? "" : " WHERE " + condition.sql()), parameters, request.snapshot());
    }

    /** A query as a table of another one, by the name q. */
    static String derived(SourceQuery rows) {
        // The query may end with a comment.
        return "(\n" + rows.sql().strip().replaceAll(";$", "") + "\n) q";
    }

    /** The condition for rows of that range, as a part of a statement, with its parameters. */
    public static SourceQuery condition(KeyRange range, SourceProduct product) {
        SlicedQuery query = new SlicedQuery(product, range);
        query.write();
        return new SourceQuery(query.sql.toString(), query.parameters);
    }

    private void write() {
        boolean isLast = range.upTo() == null;
        sql.append(isLast ? "((" : "(");
        bound(range.after(), ">", ">");
        sql.append(range.after() != null && !isLast ? " AND " : "");
        bound(range.upTo(), "<", "<=");
        if (isLast) {
            sql.append(')').append(nulls(0, " OR ", " IS NULL"));
        } else {
            // A NULL in the first column fails each comparison already.
            sql.append(nulls(1, " AND ", " IS NOT NULL"));
        }
        sql.append(')');
    }

    private String nulls(int first, String join, String test) {
        return range.columns().stream()
                .skip(first)
                .map(column -> join + product.quoted(column.name()) + test)
                .collect(Collectors.joining());
    }

    /** Writes the comparison of the key with values; nothing if there are none. */
    private void bound(@Nullable List<String> values, String beyond, String last) {
        if (values == null) {
            return;
        }
        if (product == SourceProduct.POSTGRESQL) {
            sql.append('(').append(names()).append(") ").append(last).append(" (");
            for (int column = 0; column < values.size(); column++) {
                sql.append(column == 0 ? "" : ", ").append(parameter(column, values));
            }
            sql.append(')');
        } else {
            compare(0, values, beyond, last);
        }
    }

    private String names() {
        return range.columns().stream()
                .map(column -> product.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private void compare(int column, List<String> values, String beyond, String last) {
        String name = product.quoted(range.columns().get(column).name());
        if (column == values.size() - 1) {
            sql.append(name).append(' ').append(last).append(' ').append(parameter(column, values));
            return;
        }
        sql.append(name).append(' ').append(beyond).append("= ").append(parameter(column, values));
        sql.append(" AND (").append(name).append(' ').append(beyond).append(' ').append(parameter(column, values));
        sql.append(" OR (")
                .append(name)
                .append(" = ")
                .append(parameter(column, values))
                .append(" AND ");
        compare(column + 1, values, beyond, last);
        sql.append("))");
    }

    /** What stands for the value of a column, which becomes the next parameter. */
    private String parameter(int column, List<String> values) {
        KeyColumn key = range.columns().get(column);
        KeyType type = new KeyType(product, key.type());
        parameters.add(type.value(values.get(column)));
        return type.parameter();
    }
}
