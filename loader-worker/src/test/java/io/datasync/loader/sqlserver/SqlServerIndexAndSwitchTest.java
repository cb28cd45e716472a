package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.loader.DestinationContract;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
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
}
