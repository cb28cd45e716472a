package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.loader.MassContractTest;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgreSqlMassTest extends MassContractTest {
    private final TableConfig swapped = TestingTables.table("lot", "id", "", TestingTables.SWAPPED);

    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    @Test
    void aSwapMovesAUniqueValueFromOneRowToAnother() {
        execute("CREATE UNIQUE INDEX lot_once ON " + name("lot") + " (name)");
        mass(
                swapped,
                TestingRows.of("id int32", "name text(20)").row(1, "stale").row(2, "kept"));
        assertEquals(List.of("1|stale", "2|kept"), query("SELECT id, name FROM " + name("lot") + " ORDER BY id"));
    }

    @Test
    void aSwapWritesOnlyRowsThatChanged() {
        String versions = "SELECT id, xmin::text FROM " + name("lot") + " WHERE id = 1";
        List<String> before = query(versions);
        mass(swapped, TestingRows.of("id int32", "name text(20)").row(1, "kept").row(2, "new"));
        assertEquals(before, query(versions));
    }

    @Test
    void aShadowThatACrashEmptiedIsNotPutInPlace() {
        TestingRows rows =
                TestingRows.of("id int32", "name text(20)").row(1, "a").row(2, "b");
        Operation operation = open(swapped, UpdateType.MASS);
        destination.checkTarget(swapped, operation, rows.schema());
        destination.prepareTarget(swapped, operation, false);
        load(swapped, operation, 0, rows);
        execute("TRUNCATE " + name(Names.derived("lot", "shadow", operation.operationId())));
        assertFails(ErrorCode.CONSERVATION, () -> destination.finishTarget(swapped, operation, NOTHING));
        assertEquals(List.of("1|kept", "2|stale"), query("SELECT id, name FROM " + name("lot") + " ORDER BY id"));
    }

    @Test
    void uniqueIndexesAndConstraintsStayInServiceDuringAMass() {
        execute("CREATE UNIQUE INDEX lot_once ON " + name("lot") + " (name, id)");
        execute("CREATE INDEX lot_upper ON " + name("lot") + " (upper(name)) WHERE id > 5");
        TableConfig emptied = TestingTables.table("lot", "id", "", TestingTables.EMPTIED);
        List<String> before = query(indexDefinitions());
        Operation operation = open(emptied, UpdateType.MASS);
        destination.prepareTarget(emptied, operation, false);
        assertEquals(2, query(indexDefinitions()).size());
        destination.finishTarget(emptied, operation, NOTHING);
        assertEquals(before, query(indexDefinitions()));
    }

    private String indexDefinitions() {
        return "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '" + config.schema() + "' ORDER BY 1";
    }
}
