package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.loader.DestinationContract;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only SQL Server itself has: indexes that can be disabled, and SWITCH. */
@ExtendWith(TestSqlServer.Genuine.class)
final class SqlServerIndexAndSwitchTest extends DestinationContract {
    private final TableConfig emptied = TestingTables.table("lot", "id", "", TestingTables.EMPTIED);
    private final TableConfig swapped = TestingTables.table("lot", "id", "", TestingTables.SWAPPED);

    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.MERGE);
    }

    private void createLot() {
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL CONSTRAINT PK_lot_" + config.schema()
                + " PRIMARY KEY, name nvarchar(20), CHECK (id > 0))");
        execute("CREATE INDEX plain ON " + name("lot") + " (name)");
        execute("CREATE UNIQUE INDEX guarding ON " + name("lot") + " (id, name)");
        execute("CREATE INDEX off ON " + name("lot") + " (name, id)");
        execute("ALTER INDEX off ON " + name("lot") + " DISABLE");
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(20)").row(1, "a").row(2, "b");
    }

    private List<String> disabled() {
        return query("SELECT name FROM sys.indexes WHERE is_disabled = 1 AND object_id = OBJECT_ID('" + name("lot")
                + "') ORDER BY name");
    }

    @Test
    void plainIndexesAreDisabledForTheLoadAndOnlyThoseAreRebuilt() {
        createLot();
        Operation operation = open(emptied, UpdateType.MASS);
        destination.checkTarget(emptied, operation, lots().schema());
        destination.prepareTarget(emptied, operation, false);
        assertEquals(List.of("off", "plain"), disabled());
        load(emptied, operation, 0, lots());
        destination.finishTarget(emptied, operation, NOTHING);
        assertEquals(List.of("off"), disabled());
    }

    @Test
    void aFailedMassGetsItsIndexesBackWhenItIsCleanedUp() {
        createLot();
        Operation operation = open(emptied, UpdateType.MASS);
        destination.prepareTarget(emptied, operation, false);
        close(operation);
        destination.cleanTarget(emptied, operation);
        assertEquals(List.of("off"), disabled());
    }

    @Test
    void aSwapKeepsTheTablesIdentityAndItsTrustedConstraints() {
        createLot();
        String identity = "SELECT OBJECT_ID('" + name("lot") + "')";
        List<String> before = query(identity);
        assertCounts(2, 0, 0, 0, 0, mass(swapped, lots()));
        assertEquals(before, query(identity));
        assertEquals(List.of("1|a", "2|b"), query("SELECT id, name FROM " + name("lot") + " ORDER BY id"));
        assertEquals(
                List.of("0"),
                query(
                        "SELECT CAST(is_not_trusted AS int) FROM sys.check_constraints WHERE parent_object_id = OBJECT_ID('"
                                + name("lot") + "')"));
    }

    @Test
    void aTableThatAForeignKeyReferencesIsEmptiedRowByRow() {
        createLot();
        execute("CREATE TABLE " + name("usage") + " (lot int REFERENCES " + name("lot") + " (id))");
        mass(emptied, lots());
        assertCounts(
                1,
                0,
                0,
                0,
                0,
                mass(emptied, TestingRows.of("id int32", "name text(20)").row(3, "c")));
        assertEquals(List.of("3|c"), query("SELECT id, name FROM " + name("lot")));
    }

    @Test
    void indexesAreDroppedAndCreatedAsTheyWere() {
        createLot();
        execute("CREATE INDEX covering ON " + name("lot")
                + " (name DESC) INCLUDE (id) WHERE name > 'A' WITH (FILLFACTOR = 80, DATA_COMPRESSION = PAGE)");
        String definitions = "SELECT i.name, i.fill_factor, i.filter_definition, p.data_compression_desc, ic.column_id,"
                + " CAST(ic.is_descending_key AS int), CAST(ic.is_included_column AS int) FROM sys.indexes AS i"
                + " JOIN sys.partitions AS p ON p.object_id = i.object_id AND p.index_id = i.index_id"
                + " JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
                + " WHERE i.object_id = OBJECT_ID('" + name("lot") + "') ORDER BY i.name, ic.column_id";
        List<String> before = query(definitions);
        TableConfig table = TestingTables.table(
                "lot",
                "id",
                "",
                new MassSchedule(
                        Schedule.every(Duration.ofDays(7)),
                        true,
                        MassSchedule.Indexes.DROP_CREATE,
                        MassSchedule.Mode.TRUNCATE,
                        false));
        assertCounts(2, 0, 0, 0, 0, mass(table, lots()));
        assertEquals(before, query(definitions));
        assertEquals(List.of("off"), disabled());
    }

    @Test
    void aCompressedTableIsSwitched() {
        execute("CREATE TABLE " + name("lot")
                + " (id int NOT NULL PRIMARY KEY WITH (DATA_COMPRESSION = PAGE), name nvarchar(20) SPARSE NULL)");
        String identity = "SELECT OBJECT_ID('" + name("lot") + "')";
        List<String> before = query(identity);
        assertCounts(2, 0, 0, 0, 0, mass(swapped, lots()));
        assertCounts(2, 0, 0, 0, 0, mass(swapped, lots()));
        assertEquals(before, query(identity));
    }

    @Test
    void aSystemVersionedTableIsEmptiedRowByRowAndSwappedByWhatDiffers() {
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL PRIMARY KEY, name nvarchar(20),"
                + " valid_from datetime2 GENERATED ALWAYS AS ROW START NOT NULL,"
                + " valid_to datetime2 GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (valid_from, valid_to))"
                + " WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = " + name("lot_history") + "))");
        try {
            TableConfig merged = TestingTables.table("lot", "id", "");
            assertCounts(2, 0, 0, 0, 0, hourly(merged, lots()));
            assertCounts(2, 0, 0, 0, 0, mass(swapped, lots()));
            assertEquals(List.of("0"), query("SELECT count(*) FROM " + name("lot_history")));
            assertCounts(2, 0, 0, 0, 0, mass(emptied, lots()));
            assertEquals(List.of("2"), query("SELECT count(*) FROM " + name("lot_history")));
        } finally {
            execute("ALTER TABLE " + name("lot") + " SET (SYSTEM_VERSIONING = OFF)");
        }
    }
}
