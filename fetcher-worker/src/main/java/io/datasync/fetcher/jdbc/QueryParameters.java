package io.datasync.fetcher.jdbc;

import io.datasync.config.NumberCursor;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.Suggestion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters {@code :minimumDT} and {@code :now} of a query, in UTC: on PostgreSQL as {@code timestamptz}, in a session
 * whose zone is UTC; elsewhere as a timestamp without zone, so that a column of that type needs no conversion and can use
 * its index. And {@code :highWaterMark}, a bigint: the number beyond which rows are asked for.
 */
public final class QueryParameters {
    /** What {@code :minimumDT} is when everything is asked for: before any date that can be carried. */
    static final Instant EVERYTHING = Instant.parse("0001-01-01T00:00:00Z");

    private static final String MINIMUM = "minimumDT";
    private static final String NOW = "now";
    private static final String MARK = "highWaterMark";
    private static final List<String> NAMES = List.of(MINIMUM, NOW, MARK);

    private QueryParameters() {}

    /**
     * The query with its parameters' values.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if it has a parameter of another name
     */
    public static SourceQuery bind(String query, FetchRequest request) {
        SourceProduct product = SourceProduct.of(request.source());
        NamedParameters parameters = NamedParameters.parse(query, product);
        List<Object> values = new ArrayList<>();
        for (String name : parameters.names()) {
            values.add(name.equals(MARK) ? lastNumber(request) : value(instant(name, request), product));
        }
        return new SourceQuery(parameters.sql(), values);
    }

    /** Problems of a table's query, before it is known which product will run it, and of its cursor. */
    public static List<String> problems(TableConfig table) {
        List<String> names = table.query()
                .map(query ->
                        NamedParameters.parse(query, SourceProduct.POSTGRESQL).names())
                .orElse(List.of());
        List<String> problems = new ArrayList<>();
        names.stream()
                .distinct()
                .filter(name -> !NAMES.contains(name))
                .forEach(name -> problems.add("query: " + unknown(name)));
        boolean goesByNumber = names.contains(MARK);
        if (table.cursor().isPresent() && !goesByNumber) {
            problems.add("cursor: needs a query that compares its column with :" + MARK);
        }
        if (table.cursor().flatMap(NumberCursor::column).isEmpty()
                && (goesByNumber || table.cursor().isPresent())) {
            problems.add("cursor: needs column, whose largest number becomes :" + MARK);
        }
        return problems;
    }

    /** Below any number when everything is asked for. */
    private static long lastNumber(FetchRequest request) {
        Long number = request.lastNumber();
        return number == null ? Long.MIN_VALUE : number;
    }

    private static Instant instant(String name, FetchRequest request) {
        return switch (name) {
            case MINIMUM -> request.minimumDT() == null ? EVERYTHING : request.minimumDT();
            case NOW -> request.now();
            default -> throw new DataSyncException(ErrorCode.CONFIGURATION, "The query: " + unknown(name));
        };
    }

    /** Cut to microseconds, as a driver that rounds up would move a lower bound. */
    private static Object value(Instant instant, SourceProduct product) {
        Instant cut = instant.truncatedTo(ChronoUnit.MICROS);
        return product == SourceProduct.POSTGRESQL
                ? cut.atOffset(ZoneOffset.UTC)
                : cut.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }

    private static String unknown(String name) {
        return "':" + name + "' is no parameter." + Suggestion.text(name, NAMES)
                + " (If it is none, put a blank behind the colon.)";
    }
}
