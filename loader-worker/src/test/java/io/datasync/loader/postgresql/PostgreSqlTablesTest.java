package io.datasync.loader.postgresql;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.DestinationContract;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with something special about them. */
class PostgreSqlTablesTest extends DestinationContract {
    private final TableConfig merged = TestingTables.table("lot", "id", "");
    private final TableConfig emptied = TestingTables.table("lot", "id", "", TestingTables.EMPTIED);
    private final TableConfig swapped = TestingTables.table("lot", "id", "", TestingTables.SWAPPED);

    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(20)");
    }

    private void createLot(String more) {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, name varchar(20)" + more);
    }

    private List<String> content() {
        return query("SELECT id, name FROM " + name("lot") + " ORDER BY id");
    }

    private long deletes(TableConfig table, TestingRows keys) {
        TableConfig removing = TestingTables.with(table, TestingTables.removing(50));
        Operation operation = open(removing, UpdateType.DELETES);
        destination.checkTarget(removing, operation, keys.schema());
        load(removing, operation, 0, keys);
        long deleted = destination.finishTarget(removing, operation, NOTHING);
        close(operation);
        return deleted;
    }

    /** Closes what failed. */
    private void closeAll() {
        execute("UPDATE " + config.controlSchema() + ".DataUpdate SET EndDT = now() WHERE EndDT IS NULL");
    }

    private static String message(DataSyncException failure) {
        return String.valueOf(failure.getMessage());
    }

    // What the planner knows

    /** What tells one ANALYZE of the key column from the next. */
    private List<String> analysis() {
        return query(
                "SELECT s.xmin FROM pg_statistic s JOIN pg_attribute a ON a.attrelid = s.starelid AND a.attnum = s.staattnum"
                        + " WHERE a.attname = 'id' AND s.starelid = '" + name("lot") + "'::regclass");
    }

    /** Rows from 1 to {@code rows}, of which the first ones are not as they were. */
    private static TestingRows lots(int rows, int changed) {
        TestingRows lots = lots();
        IntStream.rangeClosed(1, rows).forEach(id -> lots.row(id, id <= changed ? "changed " + changed : "lot"));
        return lots;
    }

    @Test
    void aMassBringsTheStatisticsOfTheKeyUpToDateWhenATenthHasChanged() {
        createLot(")");
        mass(emptied, lots(200, 0));
        List<String> first = analysis();
        assertEquals(1, first.size());
        assertEquals(
                List.of("200"), query("SELECT reltuples FROM pg_class WHERE oid = '" + name("lot") + "'::regclass"));

        // The server counts what a connection has written when that is closed, at the latest.
        destination.close();
        destination = database.open(config);
        await().until(() -> !query(
                        "SELECT 1 WHERE pg_stat_get_mod_since_analyze('" + name("lot") + "'::regclass) >= 200")
                .isEmpty());
        execute("ANALYZE " + name("lot"));
        List<String> byHand = analysis();
        assertCounts(0, 20, 180, 0, 0, mass(merged, lots(200, 20)));
        assertEquals(byHand, analysis());

        assertCounts(0, 21, 179, 0, 0, mass(merged, lots(200, 21)));
        assertEquals(1, analysis().size());
        assertNotEquals(byHand, analysis());
    }

    @Test
    void aMassBringsTheStatisticsOfAPartitionedTableUpToDateAsNobodyElseDoes() {
        createLot(") PARTITION BY RANGE (id)");
        execute("CREATE TABLE " + name("lots") + " PARTITION OF " + name("lot") + " DEFAULT");
        mass(merged, lots(200, 0));
        List<String> first = analysis();
        assertEquals(1, first.size());
        mass(merged, lots(200, 1));
        assertNotEquals(first, analysis());
    }

    // Keys that are equal though their bytes are not

    /** The type of a key column whose values are the same in upper and lower case; citext where the search path does not go. */
    private String caseless(String kind) {
        if (kind.equals("citext")) {
            execute("CREATE SCHEMA IF NOT EXISTS extension");
            execute("CREATE EXTENSION IF NOT EXISTS citext SCHEMA extension");
            return "extension.citext";
        }
        execute("CREATE COLLATION " + name("loose")
                + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        return kind + " COLLATE " + name("loose");
    }

    @ParameterizedTest
    @ValueSource(strings = {"citext", "text", "varchar(9)"})
    void ofKeysThatDifferByCaseOnlyThereIsOneRowWhicheverWayTheyCome(String kind) {
        execute("CREATE TABLE " + name("lot") + " (id " + caseless(kind) + " PRIMARY KEY, name varchar(20))");
        TestingRows first = TestingRows.of("id text(9)", "name text(20)")
                .row("a", "x")
                .row("B", "y")
                .row("A", "z");
        TestingRows again = TestingRows.of("id text(9)", "name text(20)")
                .row("A", "z")
                .row("b", "Y")
                .row("C", "c");
        assertCounts(2, 0, 0, 1, 0, hourly(merged, first));
        assertCounts(1, 1, 1, 0, 0, hourly(merged, again));
        assertCounts(0, 0, 3, 0, 0, hourly(merged, again));
        assertEquals(List.of("c", "Y", "z"), query("SELECT name FROM " + name("lot") + " ORDER BY lower(name)"));
        for (TableConfig table : List.of(emptied, swapped)) {
            assertCounts(2, 0, 0, 1, 0, mass(table, first));
            assertEquals(List.of("y", "z"), query("SELECT name FROM " + name("lot") + " ORDER BY name"));
        }
        assertEquals(1, deletes(merged, TestingRows.of("id text(9)").row("b")));
        assertEquals(List.of("B|y"), content());
        destination.deleteRows(
                merged, new RowsToDelete(List.of("id"), List.of(List.of("B")), Optional.of(lastOperation())));
        assertEquals(List.of(), content());
    }

    private String lastOperation() {
        return query("SELECT OperationId FROM " + config.controlSchema() + ".DataUpdate ORDER BY Id DESC LIMIT 1")
                .get(0);
    }

    @Test
    void keysOfANumberAndBlankPaddedTextAreTheSameWhateverTheirBlanks() {
        execute("CREATE TABLE " + name("lot") + " (id int, code char(5), name char(9), PRIMARY KEY (id, code))");
        TableConfig table = TestingTables.table("lot", "id,code", "");
        TestingRows padded = TestingRows.of("id int32", "code text(5)", "name text(9)")
                .row(1, "a    ", "x        ")
                .row(2, "b    ", "y        ");
        TestingRows trimmed = TestingRows.of("id int32", "code text(5)", "name text(9)")
                .row(1, "a", "x")
                .row(1, "a  ", "x ")
                .row(2, "b", "y");
        assertCounts(2, 0, 0, 0, 0, hourly(table, padded));
        assertCounts(0, 0, 2, 0, 0, hourly(table, padded));
        assertCounts(0, 0, 2, 1, 0, hourly(table, trimmed));
        TableConfig swappedPair = TestingTables.table("lot", "id,code", "", TestingTables.SWAPPED);
        assertCounts(2, 0, 0, 1, 0, mass(swappedPair, trimmed));
        assertEquals(
                1, deletes(table, TestingRows.of("id int32", "code text(5)").row(1, "a ")));
        assertEquals(List.of("1"), query("SELECT id FROM " + name("lot")));
        destination.deleteRows(
                table,
                new RowsToDelete(List.of("id", "code"), List.of(List.of("1", "a  ")), Optional.of(lastOperation())));
        assertEquals(List.of("0"), query("SELECT count(*) FROM " + name("lot")));
    }

    // Columns that the database writes

    @Test
    void aGeneratedColumnIsLeftToTheServerStoredOrVirtual() {
        boolean virtual = query("SELECT current_setting('server_version_num')::int >= 180000")
                .equals(List.of("t"));
        createLot(", twice int GENERATED ALWAYS AS (id * 2) STORED, thrice int GENERATED ALWAYS AS (id * 3) "
                + (virtual ? "VIRTUAL" : "STORED") + ")");
        String all = "SELECT id, name, twice, thrice FROM " + name("lot") + " ORDER BY id";
        assertCounts(1, 0, 0, 0, 0, hourly(merged, lots().row(1, "a")));
        assertCounts(0, 0, 1, 0, 0, hourly(merged, lots().row(1, "a")));
        assertCounts(0, 1, 0, 0, 0, hourly(merged, lots().row(1, "b")));
        assertEquals(List.of("1|b|2|3"), query(all));
        for (TableConfig table : List.of(emptied, swapped)) {
            assertCounts(2, 0, 0, 0, 0, mass(table, lots().row(1, "c").row(2, "d")));
            assertEquals(List.of("1|c|2|3", "2|d|4|6"), query(all));
        }
        TestingRows brings = TestingRows.of("id int32", "thrice int32").row(1, 3);
        assertTrue(message(assertFails(ErrorCode.TARGET_MISMATCH, () -> hourly(merged, brings)))
                .contains("column thrice is computed by the database"));
    }

    @Test
    void anIdentityColumnByDefaultTakesTheSourcesValuesOrTheServersOwn() {
        createLot(", number int GENERATED BY DEFAULT AS IDENTITY)");
        TestingRows numbered = TestingRows.of("id int32", "number int32");
        assertCounts(1, 0, 0, 0, 0, hourly(merged, numbered.row(1, 70)));
        assertCounts(1, 0, 0, 0, 0, hourly(merged, lots().row(2, "a")));
        assertCounts(
                0,
                1,
                0,
                0,
                0,
                hourly(merged, TestingRows.of("id int32", "number int32").row(1, 80)));
        String all = "SELECT id, number FROM " + name("lot") + " ORDER BY id";
        assertEquals(List.of("1|80", "2|1"), query(all));
        for (TableConfig table : List.of(swapped, emptied)) {
            mass(table, TestingRows.of("id int32", "number int32").row(1, 7).row(3, 9));
            assertEquals(List.of("1|7", "3|9"), query(all));
        }
    }

    // Partitions

    @ParameterizedTest
    @ValueSource(strings = {"id,region", "id"})
    void rowsOfAPartitionedTableGoWhereTheyBelongAndMoveWhenTheyChange(String keys) {
        // A unique key of a partitioned table has the column that divides it.
        boolean unique = keys.equals("id,region");
        execute("CREATE TABLE " + name("lot") + " (id int, region varchar(9), name varchar(20)"
                + (unique ? ", PRIMARY KEY (id, region)" : "") + ") PARTITION BY LIST (region)");
        execute("CREATE TABLE " + name("north") + " PARTITION OF " + name("lot") + " FOR VALUES IN ('N')");
        // Its columns stand in another order.
        execute("CREATE TABLE " + name("south") + " (name varchar(20), region varchar(9) NOT NULL, id int NOT NULL)");
        execute("ALTER TABLE " + name("lot") + " ATTACH PARTITION " + name("south") + " FOR VALUES IN ('S')");
        TableConfig table = TestingTables.table("lot", keys, "");
        assertCounts(2, 0, 0, 0, 0, hourly(table, regional().row(1, "N", "a").row(2, "S", "b")));
        assertCounts(
                1,
                1,
                1,
                0,
                0,
                hourly(table, regional().row(1, "N", "a").row(2, "S", "B").row(3, "N", "c")));
        if (!unique) {
            assertCounts(0, 1, 0, 0, 0, hourly(table, regional().row(3, "S", "c")));
            assertEquals(List.of("2|B", "3|c"), query("SELECT id, name FROM " + name("south") + " ORDER BY id"));
        }
        TestingRows rows = regional().row(1, "S", "x").row(2, "S", "y").row(2, "S", "z");
        for (TableConfig by : List.of(
                TestingTables.table("lot", keys, "", TestingTables.EMPTIED),
                TestingTables.table("lot", keys, "", TestingTables.SWAPPED))) {
            assertCounts(2, 0, 0, 1, 0, mass(by, rows));
            assertEquals(List.of("0"), query("SELECT count(*) FROM " + name("north")));
            assertEquals(List.of("1|x", "2|z"), query("SELECT id, name FROM " + name("south") + " ORDER BY id"));
            assertCounts(1, 0, 0, 0, 0, hourly(table, regional().row(7, "N", "a")));
        }
        TestingRows left = unique
                ? TestingRows.of("id int32", "region text(9)").row(1, "S").row(7, "N")
                : TestingRows.of("id int32").row(1).row(7);
        assertEquals(1, deletes(table, left));
        assertEquals(List.of("1|x", "7|a"), content());
    }

    private static TestingRows regional() {
        return TestingRows.of("id int32", "region text(9)", "name text(20)");
    }

    private void createRanges() {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, name varchar(20)) PARTITION BY RANGE (id)");
        execute("CREATE TABLE " + name("low") + " PARTITION OF " + name("lot") + " FOR VALUES FROM (0) TO (1000)");
        execute("CREATE TABLE " + name("high") + " PARTITION OF " + name("lot") + " FOR VALUES FROM (1000) TO (2000)");
        execute("CREATE INDEX ON " + name("lot") + " (name)");
    }

    @Test
    void aRowWithoutPartitionFailsItsBatchAndNothingIsLost() {
        createRanges();
        hourly(merged, lots().row(1, "a").row(1000, "b"));
        TestingRows rows = lots().row(1, "A").row(2000, "c");
        assertNoPartition(() -> hourly(merged, rows));
        assertEquals(List.of("1|a", "1000|b"), content());
        assertNoPartition(() -> mass(swapped, rows));
        assertEquals(List.of("1|a", "1000|b"), content());
        assertNoPartition(() -> mass(emptied, rows));
        assertEquals(List.of(), content());
        assertEquals(
                List.of("lot_name_idx", "lot_pkey"),
                query("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '" + name("lot")
                        + "'::regclass ORDER BY 1"));
        execute("CREATE TABLE " + name("other") + " PARTITION OF " + name("lot") + " DEFAULT");
        assertCounts(2, 0, 0, 0, 0, hourly(merged, rows));
    }

    private void assertNoPartition(Runnable load) {
        DataSyncException failure = assertFails(ErrorCode.DESTINATION_STATEMENT, load::run);
        assertTrue(message(failure).contains("no partition of relation \"lot\" found for row"), message(failure));
        closeAll();
    }

    @Test
    void rowsOfAPartitionedTableThatAreThereAlreadyAreLeftAlone() {
        createRanges();
        TestingRows rows = lots();
        IntStream.range(990, 1010).forEach(id -> rows.row(id, "lot " + id));
        hourly(merged, rows);
        String versions = "SELECT id, xmin::text FROM " + name("lot") + " ORDER BY id";
        List<String> before = query(versions);
        assertCounts(0, 0, 20, 0, 0, hourly(merged, rows));
        mass(swapped, rows);
        assertEquals(before, query(versions));
    }

    @Test
    void aKeyThatSomebodyElseInsertsMeanwhileIsMergedAtTheNextTry() throws SQLException {
        createRanges();
        CompletableFuture<LoadCounts> load;
        Operation operation = open(merged, UpdateType.HOURLY);
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            Sql.execute(other, "INSERT INTO " + name("lot") + " VALUES (1001, 'theirs')");
            load = CompletableFuture.supplyAsync(() -> load(merged, operation, 0, lots().row(1001, "ours")));
            await().until(() -> !query("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                    .isEmpty());
            other.commit();
        }
        ExecutionException failure = assertThrows(ExecutionException.class, () -> load.get(60, TimeUnit.SECONDS));
        assertFails(ErrorCode.DESTINATION_BUSY, () -> {
            throw requireNonNull(failure.getCause());
        });
        assertCounts(0, 1, 0, 0, 0, load(merged, operation, 0, lots().row(1001, "ours")));
    }

    // Foreign keys

    @Test
    void aForeignKeyThatRefersToOnePartitionForbidsTruncateToo() {
        createRanges();
        execute("CREATE TABLE " + name("part") + " (id int REFERENCES " + name("low") + ")");
        hourly(merged, lots().row(1, "a").row(1000, "b"));
        assertCounts(1, 0, 0, 0, 0, mass(emptied, lots().row(5, "c")));
        assertEquals(List.of("5|c"), content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void aTableIsNotEmptiedIfThatChangedOthers(String action) {
        createLot(")");
        execute("CREATE TABLE " + name("part") + " (id int, lot int CONSTRAINT part_of_lot REFERENCES " + name("lot")
                + " ON DELETE " + action + ")");
        hourly(merged, lots().row(1, "a").row(2, "b"));
        execute("INSERT INTO " + name("part") + " VALUES (10, 1)");
        DataSyncException refusal =
                assertFails(ErrorCode.DESTINATION_STATEMENT, () -> mass(emptied, lots().row(1, "a")));
        assertTrue(message(refusal).contains("part_of_lot"), message(refusal));
        assertEquals(List.of("1|a", "2|b"), content());
        closeAll();
        execute("CREATE UNIQUE INDEX ON " + name("lot") + " (name)");
        assertCounts(2, 0, 0, 0, 0, mass(swapped, lots().row(1, "x").row(3, "c")));
        assertEquals(List.of("1|x", "3|c"), content());
        // All rows would have to be written anew.
        assertFails(
                ErrorCode.DESTINATION_STATEMENT,
                () -> mass(swapped, lots().row(1, "c").row(3, "x")));
        assertEquals(List.of("1|x", "3|c"), content());
        assertEquals(List.of("10|1"), query("SELECT id, lot FROM " + name("part")));
    }

    @Test
    void aForeignKeyThatIsCheckedAtTheCommitFailsTheBatchToo() {
        execute("CREATE TABLE " + name("site") + " (id int PRIMARY KEY)");
        createLot(", site int CONSTRAINT lot_site REFERENCES " + name("site") + " DEFERRABLE INITIALLY DEFERRED)");
        TestingRows rows = TestingRows.of("id int32", "site int32").row(1, 7);
        DataSyncException failure = assertFails(ErrorCode.DESTINATION_STATEMENT, () -> hourly(merged, rows));
        assertTrue(message(failure).contains("lot_site"), message(failure));
        assertEquals(List.of(), content());
    }

    @Test
    void rowsThatReferToOthersOfTheirTableComeInAnyOrderWithinABatchAndInAllOfASwap() {
        createLot(", parent int REFERENCES " + name("lot") + ")");
        TestingRows rows =
                TestingRows.of("id int32", "parent int32").row(1, 2).row(2, 3).row(3, null);
        assertCounts(3, 0, 0, 0, 0, hourly(merged, rows));
        assertCounts(3, 0, 0, 0, 0, mass(emptied, rows));
        Operation operation = open(swapped, UpdateType.MASS);
        destination.checkTarget(swapped, operation, rows.schema());
        destination.prepareTarget(swapped, operation, false);
        load(swapped, operation, 0, TestingRows.of("id int32", "parent int32").row(3, 4));
        load(
                swapped,
                operation,
                1,
                TestingRows.of("id int32", "parent int32").row(4, 5).row(5, null));
        destination.finishTarget(swapped, operation, NOTHING);
        assertEquals(List.of("3|4", "4|5", "5|null"), query("SELECT id, parent FROM " + name("lot") + " ORDER BY id"));
    }

    // What stands beside the rows

    @Test
    void aSwapKeepsAllThatHangsOnTheTable() {
        createLot(")");
        String role = "reader_" + config.schema();
        execute("CREATE ROLE " + role);
        execute("GRANT SELECT (id), UPDATE (name) ON " + name("lot") + " TO " + role);
        execute("GRANT REFERENCES ON " + name("lot") + " TO " + role);
        execute("CREATE VIEW " + name("lots") + " AS SELECT * FROM " + name("lot"));
        execute("CREATE INDEX lot_upper ON " + name("lot") + " (upper(name)) WHERE id > 5");
        execute("COMMENT ON TABLE " + name("lot") + " IS 'lots'");
        execute("COMMENT ON COLUMN " + name("lot") + ".name IS 'its name'");
        execute("ALTER TABLE " + name("lot") + " ENABLE ROW LEVEL SECURITY");
        execute("CREATE POLICY mine ON " + name("lot") + " FOR SELECT TO " + role + " USING (id < 100)");
        execute("ALTER TABLE " + name("lot") + " ALTER name SET STATISTICS 500, SET (fillfactor = 80)");
        execute("CREATE STATISTICS " + name("lot_stats") + " ON id, name FROM " + name("lot"));
        execute("CREATE TABLE " + name("seen") + " (id int, what text)");
        execute("CREATE FUNCTION " + name("see") + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO "
                + name("seen") + " VALUES (coalesce(new.id, old.id), tg_op); RETURN NULL; END $$");
        execute("CREATE TRIGGER seen AFTER INSERT OR UPDATE OR DELETE ON " + name("lot") + " FOR EACH ROW EXECUTE"
                + " FUNCTION " + name("see") + "()");
        mass(swapped, lots().row(1, "a").row(2, "b").row(3, "c"));
        execute("DELETE FROM " + name("seen"));
        List<String> before = query(whatHangsOn());
        assertTrue(before.size() > 10, before.toString());
        assertCounts(3, 0, 0, 0, 0, mass(swapped, lots().row(1, "a").row(2, "B").row(200, "d")));
        assertEquals(before, query(whatHangsOn()));
        assertEquals(List.of("1|a", "2|B", "200|d"), query("SELECT id, name FROM " + name("lots") + " ORDER BY id"));
        assertEquals(
                List.of("2|UPDATE", "3|DELETE", "200|INSERT"),
                query("SELECT id, what FROM " + name("seen") + " ORDER BY id"));
        execute("DROP OWNED BY " + role);
        execute("DROP ROLE " + role);
    }

    private String whatHangsOn() {
        String oid = "'" + name("lot") + "'::regclass";
        return "SELECT 'table', c.oid::text, c.relacl::text || c.relrowsecurity || c.reloptions::text FROM pg_class c"
                + " WHERE oid = " + oid
                + " UNION ALL SELECT 'column', attname::text, concat(attacl::text, attstattarget) FROM pg_attribute"
                + " WHERE attrelid = " + oid + " AND attnum > 0"
                + " UNION ALL SELECT 'index', indexrelid::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = "
                + oid
                + " UNION ALL SELECT 'constraint', conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = "
                + oid
                + " UNION ALL SELECT 'trigger', tgname::text, tgenabled::text FROM pg_trigger WHERE tgrelid = " + oid
                + " UNION ALL SELECT 'policy', polname::text, polroles::text FROM pg_policy WHERE polrelid = " + oid
                + " UNION ALL SELECT 'comment', objsubid::text, description FROM pg_description WHERE objoid = " + oid
                + " UNION ALL SELECT 'statistics', stxname::text, stxkeys::text FROM pg_statistic_ext WHERE stxrelid = "
                + oid
                + " UNION ALL SELECT 'view', viewname::text, definition FROM pg_views WHERE schemaname = '"
                + config.schema() + "' ORDER BY 1, 2, 3";
    }

    @Test
    void rowsThatAPolicyHidesFromTheLoaderAreNotPassedOverWithoutAWord() {
        createLot(")");
        hourly(merged, lots().row(1, "a").row(100, "b"));
        execute("ALTER TABLE " + name("lot") + " ENABLE ROW LEVEL SECURITY");
        execute("CREATE POLICY few ON " + name("lot") + " USING (id < 100)");
        String role = "loader_" + config.schema();
        execute("CREATE ROLE " + role + " LOGIN");
        for (String schema : List.of(config.schema(), config.controlSchema())) {
            execute("GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + role);
            execute("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
        }
        destination.close();
        destination = database.open(as(role));
        DataSyncException failure =
                assertFails(ErrorCode.DESTINATION_STATEMENT, () -> mass(swapped, lots().row(1, "A")));
        assertTrue(message(failure).contains("row-level security"), message(failure));
        assertEquals(List.of("1|a", "100|b"), content());
        execute("ALTER ROLE " + role + " BYPASSRLS");
        closeAll();
        assertCounts(1, 0, 0, 0, 0, mass(swapped, lots().row(1, "A")));
        assertEquals(List.of("1|A"), content());
        execute("DROP OWNED BY " + role);
        execute("DROP ROLE " + role);
    }

    private DestinationConfig as(String user) {
        return new DestinationConfig(
                config.type(),
                config.url(),
                Optional.of(user),
                config.password(),
                config.schema(),
                config.controlSchema(),
                config.createTables(),
                config.upsert(),
                config.lockTimeout(),
                config.queryTimeout());
    }

    // Types of the database's own making

    @Test
    void aDomainTakesWhatItsTypeTakesAndItsCheckNamesItself() {
        execute("CREATE DOMAIN " + name("code")
                + " AS varchar(5) NOT NULL CONSTRAINT code_is_upper CHECK (value = upper(value))");
        execute("CREATE DOMAIN " + name("lot_code") + " AS " + name("code"));
        createLot(", code " + name("lot_code") + ")");
        TestingRows rows = TestingRows.of("id int32", "code text(9)").row(1, "ABC");
        assertCounts(1, 0, 0, 0, 0, hourly(merged, rows));
        assertCounts(1, 0, 0, 0, 0, mass(swapped, rows));
        TestingRows wrong =
                TestingRows.of("id int32", "code text(9)").row(2, "TOO LONG").row(3, null);
        assertCounts(0, 0, 0, 0, 2, load(merged, task(open(merged, UpdateType.HOURLY), 0, 2), wrong));
        closeAll();
        DataSyncException failure = assertFails(
                ErrorCode.DESTINATION_STATEMENT,
                () -> hourly(merged, TestingRows.of("id int32", "code text(9)").row(4, "abc")));
        assertTrue(message(failure).contains("code_is_upper"), message(failure));
    }

    @Test
    void enumsArraysAndOtherTypesAreRefusedByName() {
        execute("CREATE TYPE " + name("mood") + " AS ENUM ('good', 'bad')");
        execute("CREATE TYPE " + name("text") + " AS ENUM ('a')");
        createLot(", mood " + name("mood") + ", tags text[], doc jsonb, own " + name("text") + ")");
        TestingRows rows = TestingRows.of("id int32", "mood text(9)", "tags text(9)", "doc text(9)", "own text(9)");
        String problems = message(assertFails(ErrorCode.TARGET_MISMATCH, () -> hourly(merged, rows)));
        for (String column : List.of("mood: text(9)", "tags: text(9)", "doc: text(9)", "own: text(9)")) {
            assertTrue(problems.contains("column " + column + " cannot be loaded into"), problems);
        }
        closeAll();
        assertCounts(1, 0, 0, 0, 0, hourly(merged, lots().row(1, "others may be there")));
    }

    /** The server expects no rows there: to look through what was inserted for each further row would take minutes. */
    @Test
    void aTableThatWasVacuumedWhileItWasEmptyIsFilled() throws SQLException {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, amount int)");
        execute("VACUUM " + name("lot"));
        List<MergeColumn> columns =
                List.of(new MergeColumn("id", true, false), new MergeColumn("amount", false, false));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL statement_timeout = '20s'");
            statement.execute("CREATE TEMPORARY TABLE staged AS SELECT n AS id, n AS amount FROM"
                    + " generate_series(1, 100000) n");
            assertEquals(
                    new MergeStatement.Counts(100_000, 0),
                    MergeStatement.upsert(name("lot"), "staged", columns, Optional.empty(), Optional.empty())
                            .run(connection));
            connection.commit();
        }
    }
}
