package io.datasync.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the tables of a workload and puts the destination back to where a run starts. */
final class BenchTables {
    private final BenchDatabase database;
    private final Set<String> sources = new HashSet<>();

    BenchTables(BenchDatabase database) {
        this.database = database;
    }

    /** Makes the source tables that are not there yet, and the destination tables anew. */
    void create(Workload workload) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (TablePair pair : workload.allTables()) {
                create(statement, pair);
            }
        }
    }

    private void create(Statement statement, TablePair pair) throws SQLException {
        String columns = " (" + pair.shape().definition() + ")";
        String key = " ADD PRIMARY KEY (" + pair.shape().key() + ")";
        if (sources.add(pair.source())) {
            statement.execute("CREATE TABLE " + pair.qualifiedSource() + columns);
            statement.execute(
                    "INSERT INTO " + pair.qualifiedSource() + " " + pair.shape().madeUp(pair.rows()));
            statement.execute("ALTER TABLE " + pair.qualifiedSource() + key);
            statement.execute("VACUUM (ANALYZE) " + pair.qualifiedSource());
        }
        statement.execute("CREATE TABLE " + pair.qualifiedDestination() + columns);
        statement.execute("ALTER TABLE " + pair.qualifiedDestination() + key);
    }

    /** Takes the copies away. */
    void drop(Workload workload) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (TablePair pair : workload.allTables()) {
                statement.execute("DROP TABLE " + pair.qualifiedDestination());
            }
        }
    }

    /**
     * Fills the destinations with what a run finds there, and leaves server and kernel nothing to write later: not what this
     * takes, nor what the run of another competitor took.
     */
    void reset(Job job, List<TablePair> pairs) throws SQLException, IOException, InterruptedException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (TablePair pair : pairs) {
                reset(statement, job, pair);
            }
            statement.execute("CHECKPOINT");
        }
        int exit = new ProcessBuilder("sync").inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("sync ended with " + exit);
        }
    }

    private static void reset(Statement statement, Job job, TablePair pair) throws SQLException {
        String table = pair.qualifiedDestination();
        statement.execute("TRUNCATE " + table);
        if (!job.intoEmptyTable()) {
            statement.execute("ALTER TABLE " + table + " DROP CONSTRAINT " + pair.destination() + "_pkey");
            for (String rows : startingRows(job, pair)) {
                statement.execute("INSERT INTO " + table + " " + rows);
            }
            statement.execute(
                    "ALTER TABLE " + table + " ADD PRIMARY KEY (" + pair.shape().key() + ")");
        }
        statement.execute("VACUUM (ANALYZE) " + table);
    }

    /** Queries of the rows that are there when a run starts. */
    private static List<String> startingRows(Job job, TablePair pair) {
        String key = pair.shape().key();
        String older = "SELECT " + pair.shape().olderColumns() + " FROM " + pair.qualifiedSource() + " WHERE " + key;
        return switch (job) {
            case J2 -> List.of(older + " % 2 = 0 ORDER BY " + key);
            case J3 ->
                List.of(
                        older + " % 100 = 0",
                        "SELECT * FROM " + pair.qualifiedSource() + " WHERE " + key + " % 100 <> 0 ORDER BY " + key);
            case J6 -> List.of("SELECT * FROM " + pair.qualifiedSource());
            case J1, J4, J5, J7 -> List.of();
        };
    }
}
