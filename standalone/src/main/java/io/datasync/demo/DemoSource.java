package io.datasync.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Makes the schemas {@code jde} and {@code cms} in a PostgreSQL database and fills them with seeded rows. JDE's tables are in
 * JDE's physical form, see {@code jde-tables.sql}; the quality system's have natural types, see {@code cms-tables.sql}.
 */
public final class DemoSource {
    private final DataSource database;
    private final DemoOptions options;

    public DemoSource(DataSource database, DemoOptions options) {
        this.database = database;
        this.options = options;
    }

    /**
     * Creates everything in one transaction, so that a failure leaves nothing behind.
     *
     * @return the rows of each table, by its name with its schema
     * @throws SQLException also if one of the schemas exists already
     */
    public Map<String, Long> create() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "jde-tables.sql");
            run(connection, "cms-tables.sql");
            Map<String, Long> rows = new LinkedHashMap<>();
            for (DemoTable table : tables(DemoWorld.seeded(options))) {
                rows.put(table.name(), CopyTable.into(connection, table, table.units()));
            }
            run(connection, "jde-indexes.sql");
            run(connection, "cms-indexes.sql");
            connection.commit();
            analyze(connection, rows);
            return rows;
        }
    }

    static List<DemoTable> tables(DemoWorld world) {
        Inspections inspections = new Inspections(world);
        return List.of(
                new WorkOrders(world),
                new ItemLedger(world),
                new Items(world),
                new ItemLocations(world),
                new Lots(world),
                new PartsLists(world),
                new Routings(world),
                new Addresses(world),
                new UserDefinedCodes(world),
                new Characteristics(world),
                inspections,
                new Nonconformances(world, inspections));
    }

    private static void analyze(Connection connection, Map<String, Long> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + String.join(", ", rows.keySet()));
        }
        connection.commit();
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text(script));
        }
    }

    private static String text(String resource) {
        try (InputStream in = DemoSource.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }
}
