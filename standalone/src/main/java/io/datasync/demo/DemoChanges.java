package io.datasync.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/**
 * Changes the demo's source as a working day does: new orders, ledger rows and inspection results, changed rows, and rows
 * that were written an hour ago and are committed only now. All of it lies within a look-back of two hours before now.
 */
public final class DemoChanges {
    private static final Duration LATE = Duration.ofHours(1);
    private static final Duration RECENT = Duration.ofHours(2);
    private static final int LATE_SHARE = 10;

    private final DataSource database;
    private final DemoOptions options;

    /** @param options those the source was made with; the reference is not used */
    public DemoChanges(DataSource database, DemoOptions options) {
        this.database = database;
        this.options = options;
    }

    /**
     * Makes one day's changes, in one transaction. May be called again for another day.
     *
     * @param now when the changes are stamped
     * @return what was done to each table
     */
    public List<DemoChange> apply(Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Day day = new Day(
                    connection,
                    options,
                    DemoWorld.live(options, now),
                    DemoWorld.live(options, now.minus(LATE)),
                    now,
                    new LinkedHashMap<>());
            for (RowUpdate update : RowUpdate.ofADay()) {
                day.update(update);
            }
            day.insertAll();
            connection.commit();
            return new ArrayList<>(day.done().values());
        }
    }

    private record Day(
            Connection connection,
            DemoOptions options,
            DemoWorld world,
            DemoWorld lateWorld,
            Instant now,
            Map<String, DemoChange> done) {

        void update(RowUpdate update) throws SQLException {
            LocalDateTime recent = world.local(now.minus(RECENT));
            try (PreparedStatement statement = connection.prepareStatement(update.sql())) {
                statement.setLong(1, update.lateRows() == 0 ? 0 : scaled(update.lateRows()));
                statement.setString(2, options.seed() + " " + now);
                setStamp(statement, 3, recent);
                statement.setLong(6, Math.max(2, scaled(update.rows())));
                setStamp(statement, 7, world.local(now));
                setStamp(statement, 10, world.local(now.minus(LATE)));
                try (ResultSet counts = statement.executeQuery()) {
                    counts.next();
                    add(new DemoChange(update.table(), 0, counts.getLong(1), counts.getLong(2)));
                }
            }
        }

        void insertAll() throws SQLException {
            long order = 1 + max("wadoco", "jde.f4801") - DemoWorld.FIRST_ORDER;
            insert(WorkOrders::new, order, 60);
            insert(PartsLists::new, order, 60);
            insert(Routings::new, order, 60);
            long lot = 1 + max("substr(iolotn, 2, 7)::bigint", "jde.f4108 WHERE iolotn LIKE 'L%'");
            insert(Lots::new, lot, 40, Lots::bought);
            insert(ItemLocations::new, lot, 40, ItemLocations::bought);
            insertLedger();
            insert(Items::new, 1 + max("imitm", "jde.f4101") - DemoWorld.FIRST_ITEM, 4);
            insert(Addresses::new, 1 + max("aban8", "jde.f0101") - DemoWorld.FIRST_ADDRESS, 5);
            insert(UserDefinedCodes::new, number("SELECT count(*) FROM jde.f0005"), 2);
            insert(Characteristics::new, 1 + max("substr(code, 4)::bigint", "cms.mis_characteristic"), 6);
            long result = 1 + max("id", "cms.mis_data") - Inspections.FIRST_ID;
            insert(Inspections::new, result, 300);
            Nonconformances failures = new Nonconformances(world, new Inspections(world));
            insert(it -> new Nonconformances(it, new Inspections(it)), result, 300, failures::raisedFrom);
        }

        /** New rows take the next keys; late ones take keys that were left free below them. */
        private void insertLedger() throws SQLException {
            long first = 1 + max("ilukid", "jde.f4111") - ItemLedger.FIRST_KEY;
            LongStream units = ItemLedger.withoutFree(LongStream.range(first, first + scaled(600)));
            List<Long> free = freeLedgerUnits(first, scaled(60));
            long inserted = CopyTable.into(connection, new ItemLedger(world), units);
            long late = CopyTable.into(
                    connection, new ItemLedger(lateWorld), free.stream().mapToLong(Long::longValue));
            add(new DemoChange("jde.f4111", inserted + late, 0, late));
        }

        private List<Long> freeLedgerUnits(long end, long count) throws SQLException {
            String sql = """
                    SELECT unit FROM generate_series(?, ?, ?) AS unit
                    WHERE NOT EXISTS (SELECT FROM jde.f4111 WHERE ilukid = ? + unit)
                    ORDER BY unit DESC LIMIT ?""";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, ItemLedger.FREE_EVERY - 1);
                statement.setLong(2, end - 1);
                statement.setLong(3, ItemLedger.FREE_EVERY);
                statement.setLong(4, ItemLedger.FIRST_KEY);
                statement.setLong(5, count);
                List<Long> units = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        units.add(rows.getLong(1));
                    }
                }
                return units;
            }
        }

        private void insert(Function<DemoWorld, DemoTable> table, long first, int count) throws SQLException {
            insert(table, first, count, UnaryOperator.identity());
        }

        private void insert(
                Function<DemoWorld, DemoTable> table, long first, int count, UnaryOperator<LongStream> unitsOf)
                throws SQLException {
            long all = Math.max(2, scaled(count));
            long punctual = all - Math.max(1, all / LATE_SHARE);
            DemoTable onTime = table.apply(world);
            long inserted =
                    CopyTable.into(connection, onTime, unitsOf.apply(LongStream.range(first, first + punctual)));
            long late = CopyTable.into(
                    connection, table.apply(lateWorld), unitsOf.apply(LongStream.range(first + punctual, first + all)));
            add(new DemoChange(onTime.name(), inserted + late, 0, late));
        }

        private void add(DemoChange change) {
            done.merge(change.table(), change, DemoChange::plus);
        }

        private long scaled(int atScaleOne) {
            return Math.max(1, Math.round(atScaleOne * options.scale()));
        }

        private long max(String expression, String from) throws SQLException {
            return number("SELECT max(" + expression + ") FROM " + from);
        }

        private long number(String query) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        private static void setStamp(PreparedStatement statement, int first, LocalDateTime stamp) throws SQLException {
            statement.setInt(first, DemoStamp.date(stamp.toLocalDate()));
            statement.setInt(first + 1, DemoStamp.time(stamp.toLocalTime()));
            statement.setObject(first + 2, stamp);
        }
    }
}
