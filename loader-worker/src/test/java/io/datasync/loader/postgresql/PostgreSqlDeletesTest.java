package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.loader.DeletesContractTest;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgreSqlDeletesTest extends DeletesContractTest {
    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    @Test
    void whatIsTheSameKeyIsForTheCollationOfTheDestinationToSay() {
        execute("CREATE COLLATION " + name("nocase")
                + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        execute("CREATE TABLE " + name("code") + " (code varchar(9) COLLATE " + name("nocase") + ", kind char(3),"
                + " PRIMARY KEY (code, kind))");
        execute("INSERT INTO " + name("code") + " VALUES ('Abc', 'x'), ('\u00c4b', 'x'), ('abd', 'x')");
        TableConfig code = TestingTables.with(TestingTables.table("code", "code,kind", ""), TestingTables.removing(50));
        Operation operation = open(code, UpdateType.DELETES);
        TestingRows keys =
                TestingRows.of("code text(9)", "kind text(3)").row("aBC", "x  ").row("\u00e4B", "x");
        destination.checkTarget(code, operation, keys.schema());
        load(code, operation, 0, keys);
        assertEquals(1, destination.finishTarget(code, operation, NOTHING));
        assertEquals(List.of("\u00c4b", "Abc"), query("SELECT code FROM " + name("code") + " ORDER BY 1"));
    }

    @Test
    void aRowThatAnotherTableNeedsStaysAndSoDoAllOthers() {
        execute("CREATE TABLE " + name("parent") + " (id int PRIMARY KEY)");
        execute("CREATE TABLE " + name("child") + " (id int REFERENCES " + name("parent") + ")");
        execute("INSERT INTO " + name("parent") + " VALUES (1), (2), (3), (4)");
        execute("INSERT INTO " + name("child") + " VALUES (1)");
        TableConfig parent = TestingTables.with(TestingTables.table("parent", "id", ""), TestingTables.removing(50));
        Operation operation = open(parent, UpdateType.DELETES);
        TestingRows keys = TestingRows.of("id int32").row(3).row(4);
        destination.checkTarget(parent, operation, keys.schema());
        load(parent, operation, 0, keys);
        assertFails(ErrorCode.DESTINATION_STATEMENT, () -> destination.finishTarget(parent, operation, NOTHING));
        assertEquals(List.of("4"), query("SELECT count(*) FROM " + name("parent")));
    }

    @Test
    void aPointInTimeTakesTheMarkToo() {
        execute("CREATE TABLE " + name("lot") + " (id int PRIMARY KEY, gone timestamptz)");
        execute("INSERT INTO " + name("lot") + " VALUES (1), (2)");
        TableConfig lot = TestingTables.with(TestingTables.table("lot", "id", ""), TestingTables.marking("gone", 50));
        Operation operation = open(lot, UpdateType.DELETES);
        TestingRows keys = TestingRows.of("id int32").row(2);
        destination.checkTarget(lot, operation, keys.schema());
        load(lot, operation, 0, keys);
        assertEquals(1, destination.finishTarget(lot, operation, NOTHING));
        assertEquals(
                List.of("1"),
                query("SELECT id FROM " + name("lot") + " WHERE gone BETWEEN now() - interval '1 minute' AND now()"));
    }
}
