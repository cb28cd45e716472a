package io.datasync.benchmarks;

import io.datasync.message.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * What the databases cost by themselves: COPY out piped into COPY in, and for an upsert the MERGE that the loader does.
 *
 * <p>It takes a {@link FloorRequest} a line on standard input, each as JSON, and answers with a {@link FloorAnswer}. The
 * arguments are URL and user.
 */
final class FloorMain {
    private static final long PIECE_ROWS = 250_000;
    private static final int STREAMS = 2;

    private final String url;
    private final String user;

    private FloorMain(String url, String user) {
        this.url = url;
        this.user = user;
    }

    public static void main(String[] arguments) throws Exception {
        FloorMain floor = new FloorMain(arguments[0], arguments[1]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            FloorRequest request = Json.read(line.getBytes(StandardCharsets.UTF_8), FloorRequest.class);
            System.out.println(new String(Json.write(floor.copy(request)), StandardCharsets.UTF_8));
        }
    }

    private FloorAnswer copy(FloorRequest request) throws Exception {
        long started = System.nanoTime();
        long rows = switch (request.form()) {
            case COPY -> copyStraight(request);
            case MERGE -> merge(request, List.of(""));
            case TWO_STREAMS -> twoStreams(request);
        };
        return new FloorAnswer((System.nanoTime() - started) / 1e9, rows);
    }

    private long copyStraight(FloorRequest request) throws SQLException, InterruptedException {
        try (Connection from = connect();
                Connection to = connect()) {
            to.setAutoCommit(false);
            execute(to, "TRUNCATE " + request.destination());
            long rows = CopyPipe.run(from, copyOut(request, ""), to, copyIn(request, request.destination()));
            to.commit();
            return rows;
        }
    }

    /** Merges the rows of each condition in a transaction of its own. */
    private long merge(FloorRequest request, List<String> conditions) throws SQLException, InterruptedException {
        long rows = 0;
        try (Connection from = connect();
                Connection to = connect()) {
            to.setAutoCommit(false);
            for (String condition : conditions) {
                execute(
                        to,
                        "CREATE TEMPORARY TABLE staging ON COMMIT DROP AS SELECT " + request.columnList() + " FROM "
                                + request.destination() + " WITH NO DATA");
                rows += CopyPipe.run(from, copyOut(request, condition), to, copyIn(request, "staging"));
                execute(to, "ANALYZE staging (" + request.key() + ")");
                execute(to, mergeStatement(request));
                to.commit();
            }
        }
        return rows;
    }

    private long twoStreams(FloorRequest request) throws Exception {
        List<String> pieces = pieces(request);
        ExecutorService streams = Executors.newFixedThreadPool(STREAMS);
        try {
            List<Future<Long>> halves = new ArrayList<>();
            int half = (pieces.size() + 1) / 2;
            halves.add(streams.submit(() -> merge(request, pieces.subList(0, half))));
            halves.add(streams.submit(() -> merge(request, pieces.subList(half, pieces.size()))));
            long rows = 0;
            for (Future<Long> each : halves) {
                rows += each.get();
            }
            return rows;
        } finally {
            streams.shutdownNow();
        }
    }

    /** Conditions that cut the keys, which have no gaps, into pieces of equal size. */
    private List<String> pieces(FloorRequest request) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet bounds = statement.executeQuery("SELECT min(" + request.key() + ")::bigint, max("
                        + request.key() + ")::bigint FROM " + request.source())) {
            bounds.next();
            long last = bounds.getLong(2);
            List<String> pieces = new ArrayList<>();
            for (long first = bounds.getLong(1); first <= last; first += PIECE_ROWS) {
                pieces.add(" WHERE " + request.key() + " >= " + first + " AND " + request.key() + " < "
                        + (first + PIECE_ROWS));
            }
            return pieces;
        }
    }

    private static String copyOut(FloorRequest request, String condition) {
        return "COPY (SELECT " + request.columnList() + " FROM " + request.source() + condition
                + ") TO STDOUT (FORMAT BINARY)";
    }

    private static String copyIn(FloorRequest request, String table) {
        return "COPY " + table + " (" + request.columnList() + ") FROM STDIN (FORMAT BINARY)";
    }

    /** As the loader has it: it updates rows that differ only. */
    private static String mergeStatement(FloorRequest request) {
        List<String> values = request.columns().stream()
                .filter(column -> !column.equals(request.key()))
                .toList();
        return "MERGE INTO " + request.destination() + " AS t USING staging AS s ON t." + request.key() + " = s."
                + request.key() + " WHEN MATCHED AND ("
                + join(values, "t.%1$s IS DISTINCT FROM s.%1$s", " OR ") + ") THEN UPDATE SET "
                + join(values, "%1$s = s.%1$s", ", ") + " WHEN NOT MATCHED THEN INSERT (" + request.columnList()
                + ") VALUES (" + join(request.columns(), "s.%1$s", ", ") + ")";
    }

    private static String join(List<String> columns, String form, String separator) {
        return columns.stream().map(form::formatted).collect(Collectors.joining(separator));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }
}
