package io.datasync.benchmarks;

import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The benchmark's F4111 in a PostgreSQL of its own, which is there only while a microbenchmark is set up. */
public final class ItemLedger implements AutoCloseable {
    /** Rows of the table. */
    public static final int ROWS = 50_000;

    /** The column that is its primary key. */
    public static final String KEY = TableShape.itemLedger().key();

    private static final String TABLE = "f4111";

    private final Lifecycle parts;
    private final Connection connection;

    private ItemLedger(Lifecycle parts) {
        this.parts = parts;
        TableShape shape = TableShape.itemLedger();
        try {
            BenchDirectory directory = parts.add("directory", BenchDirectory.create(false));
            BenchDatabase database =
                    parts.add("database", BenchDatabase.start(directory.path().resolve("postgresql")));
            String table = schema() + "." + TABLE;
            database.execute(
                    "CREATE TABLE " + table + " (" + shape.definition() + ", PRIMARY KEY (" + shape.key() + "))");
            database.execute("INSERT INTO " + table + " " + shape.madeUp(ROWS));
            connection = parts.add("connection", database.connect());
        } catch (IOException | SQLException failure) {
            throw new IllegalStateException("The table cannot be made", failure);
        }
    }

    /** Starts the server and makes the table, which takes some seconds. */
    public static ItemLedger open() {
        return Lifecycle.starting(ItemLedger::new);
    }

    /** A connection to the server; closed here. */
    public Connection connection() {
        return connection;
    }

    /** The schema of the table. */
    public String schema() {
        return BenchDatabase.SOURCE_SCHEMA;
    }

    /** The name of the table, without schema. */
    public String table() {
        return TABLE;
    }

    /** Reads all rows, in the order of the columns. */
    public String query() {
        return "SELECT " + String.join(", ", TableShape.itemLedger().names()) + " FROM " + schema() + "." + TABLE;
    }

    /** Stops the server and removes its files. */
    @Override
    public void close() {
        parts.close();
    }
}
