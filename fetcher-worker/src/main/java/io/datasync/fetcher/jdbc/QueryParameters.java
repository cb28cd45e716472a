package io.datasync.fetcher.jdbc;

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
 * its index.
 */
public final class QueryParameters {
    /** What {@code :minimumDT} is when everything is asked for: before any date that can be carried. */
    static final Instant EVERYTHING = Instant.parse("0001-01-01T00:00:00Z");

    private static final String MINIMUM = "minimumDT";
    private static final String NOW = "now";
    private static final List<String> NAMES = List.of(MINIMUM, NOW);

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
            values.add(value(instant(name, request), product));
        }
        return new SourceQuery(parameters.sql(), values);
    }

    /** Problems of a query in the configuration, before it is known which product will run it. */
    public static List<String> problems(String query) {
        return NamedParameters.parse(query, SourceProduct.POSTGRESQL).names().stream()
                .distinct()
                .filter(name -> !NAMES.contains(name))
                .map(name -> "query: " + unknown(name))
                .toList();
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
