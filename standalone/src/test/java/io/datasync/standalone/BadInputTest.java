package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.query;
import static io.datasync.standalone.TestPipeline.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.LoadCounts;
import io.datasync.scheduler.log.LogEntry;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each kind of bad input ends its own operation, with a message that says what to do, and loses nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String PREPURGE = "mass: {enabled: false, prepurgeData: true}";

    private static final String TABLES = String.join(
            "",
            table("of_nowhere").replace("ERP", "NOWHERE"),
            table("of_nobody").replace("ERP", "NOBODY"),
            query("typo", "SELEKT * FROM typo"),
            table("missing_source"),
            query("other_type", "SELECT 1 AS id, 'text'::varchar(5) AS amount, now() AS changed"),
            query("not_null", "SELECT 1 AS id, NULL::text AS name, now() AS changed"),
            query("too_long", "SELECT 1 AS id, 'four'::text AS name, now() AS changed"),
            query("no_column", "SELECT FROM generate_series(1, 3)"),
            query("too_large", "SELECT 1 AS id, repeat('x', 34000000) AS body, now() AS changed"),
            query("nothing", "SELECT 1 AS id, now() AS changed WHERE false"),
            query("one_row", "SELECT 1 AS id, now() AS changed"),
            table("emptied", PREPURGE),
            table("may_be_empty", "mass: {enabled: false, prepurgeData: true, allowEmpty: true}"),
            table("limits"),
            query("repeated", "SELECT id, name, changed FROM repeated ORDER BY n", PREPURGE),
            """
            - tableName: odd
              enabled: false
              sourceSystem: ERP
              fetcher: odd-text
              keyColumns: id
            """);

    private final TestPipeline pipeline = new TestPipeline(TABLES)
            .options("batchSize: 4", "maxDegreeOfParallelism: 50")
            .set("sources", TestPipeline.NOBODY + TestPipeline.NOWHERE)
            .start();
    /** These take their time, as the pool does not give up at once. */
    private final String ofNowhere = pipeline.begin("of_nowhere", MASS);

    private final String ofNobody = pipeline.begin("of_nobody", MASS);

    @AfterAll
    void close() {
        pipeline.close();
    }

    private static LogEntry assertFailed(LogEntry entry, String code, String... partsOfMessage) {
        assertFalse(entry.successful());
        assertEquals(code, entry.errorCode(), entry.errorMessage());
        for (String part : partsOfMessage) {
            assertTrue(String.valueOf(entry.errorMessage()).contains(part), entry.errorMessage());
        }
        return entry;
    }

    @Test
    void aQueryWithASyntaxErrorIsQuotedBackByTheSource() {
        assertFailed(pipeline.run("typo", MASS), "SOURCE_QUERY", "ERP", "syntax error at or near \"SELEKT\"");
    }

    @Test
    void aMissingSourceTableIsNamed() {
        assertFailed(pipeline.run("missing_source", MASS), "SOURCE_QUERY", "\"missing_source\" does not exist");
    }

    @Test
    void aTypeThatDoesNotFitFailsBeforeAnyRowIsLoaded() {
        pipeline.inDestination(
                "CREATE TABLE other_type (id int PRIMARY KEY, amount numeric(10, 2), changed timestamptz)");
        assertFailed(pipeline.run("other_type", MASS), "TARGET_MISMATCH", "column amount", "numeric");
    }

    @Test
    void aNullInANotNullColumnIsRejectedWithItsColumn() {
        pipeline.inDestination("CREATE TABLE not_null (id int PRIMARY KEY, name text NOT NULL, changed timestamptz)");
        assertFailed(pipeline.run("not_null", MASS), "TOO_MANY_REJECTS", "maxRejects");
        assertEquals(List.of("name"), pipeline.rejectedColumns("not_null"));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM not_null"));
    }

    @Test
    void aTextThatIsTooLongIsRejectedAndNeverCut() {
        pipeline.inDestination("CREATE TABLE too_long (id int PRIMARY KEY, name varchar(3), changed timestamptz)");
        assertFailed(pipeline.run("too_long", MASS), "TOO_MANY_REJECTS");
        assertEquals(List.of("name"), pipeline.rejectedColumns("too_long"));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM too_long"));
    }

    @Test
    void rowsWithoutColumnsAreRefused() {
        assertFailed(pipeline.run("no_column", MASS), "SOURCE_QUERY", "no columns");
    }

    @Test
    void aRowThatKafkaDoesNotTakeIsDescribedByItsKeyColumnsAndTheLimit() {
        assertFailed(pipeline.run("too_large", MASS), "ROW_TOO_LARGE", "too_large", "id", "33550336");
    }

    @Test
    void anEmptyResultOfAnHourlyIsASuccess() {
        assertEquals(LoadCounts.NONE, counts(pipeline.run("nothing", HOURLY)));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM nothing"));
    }

    @Test
    void oneRowIsLoaded() {
        assertEquals(new LoadCounts(1, 0, 0, 0, 0), counts(pipeline.run("one_row", MASS)));
        assertEquals(List.of("1"), pipeline.rows("SELECT id FROM one_row"));
    }

    @Test
    void aMassOfAnEmptySourceLeavesAFilledTableAlone() {
        emptySourceOverFilledTable("emptied");
        assertFailed(pipeline.run("emptied", MASS), "EMPTY_MASS", "allowEmpty");
        assertEquals(List.of("3"), pipeline.rows("SELECT count(*) FROM emptied"));
    }

    @Test
    void aMassMayEmptyATableThatIsConfiguredSo() {
        emptySourceOverFilledTable("may_be_empty");
        assertEquals(LoadCounts.NONE, counts(pipeline.run("may_be_empty", MASS)));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM may_be_empty"));
    }

    private void emptySourceOverFilledTable(String name) {
        String create = "CREATE TABLE " + name + " (id int PRIMARY KEY, changed timestamptz NOT NULL)";
        pipeline.inSource(create);
        pipeline.inDestination(create, "INSERT INTO " + name + " SELECT n, now() FROM generate_series(1, 3) n");
    }

    @Test
    void valuesAtTheLimitsOfTheirTypesArriveAsTheyAre() {
        pipeline.inSource(
                "CREATE TABLE limits (id int PRIMARY KEY, day date, at timestamp(6), zoned timestamptz(6), body text,"
                        + " bytes bytea, amount numeric(38, 10), big bigint, changed timestamptz NOT NULL)",
                "INSERT INTO limits VALUES"
                        + " (1, '0001-01-01', '0001-01-01 00:00:00', '0001-01-01 00:00:00Z', '', '', 0, 0, now()),"
                        + " (2, '9999-12-31', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999Z',"
                        + " '🔩👩‍👩‍👧 歯車 ' || repeat('é', 524288), decode(repeat('00ff', 500000), 'hex'),"
                        + " 9999999999999999999999999999.9999999999, 9223372036854775807, now()),"
                        + " (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, now()),"
                        + " (4, '1970-01-01', '1969-12-31 23:59:59.999999', '2026-03-29 01:30:00Z', ' blanks ', '\\x00',"
                        + " -0.0000000001, -9223372036854775808, now())");
        assertEquals(4, counts(pipeline.run("limits", MASS)).inserted());
        pipeline.assertCopied("limits");
        assertEquals(4, counts(pipeline.run("limits", HOURLY)).unchanged());
    }

    @Test
    void repeatedKeysWithinAndAcrossBatchesLeaveTheNewestRow() {
        pipeline.inSource(
                "CREATE TABLE repeated (n int PRIMARY KEY, id int NOT NULL, name text, changed timestamptz NOT NULL)",
                "INSERT INTO repeated SELECT n, id, 'row ' || n, now() + changed * interval '1 second' FROM (VALUES"
                        + " (1, 1, 5), (2, 2, 1), (3, 2, 2), (4, 3, 9),"
                        + " (5, 1, 6), (6, 4, 4), (7, 4, 3), (8, 3, 1),"
                        + " (9, 5, 1), (10, 1, 2)) AS v (n, id, changed)");
        List<String> expected = List.of("1|row 5", "2|row 3", "3|row 4", "4|row 6", "5|row 9");
        LoadCounts mass = counts(pipeline.run("repeated", MASS));
        assertEquals(expected, pipeline.rows("SELECT id, name FROM repeated ORDER BY id"));
        assertEquals(5, mass.inserted());
        assertEquals(10, mass.sum());
        assertEquals(0, mass.rejected());
        pipeline.inDestination("DELETE FROM repeated WHERE id < 3");
        LoadCounts hourly = counts(pipeline.run("repeated", HOURLY));
        assertEquals(expected, pipeline.rows("SELECT id, name FROM repeated ORDER BY id"));
        assertEquals(2, hourly.inserted());
        assertEquals(10, hourly.sum());
    }

    @Test
    void aNulInATextIsRejectedByADestinationThatHasNone() {
        assertFailed(pipeline.run("odd", MASS), "TOO_MANY_REJECTS");
        assertEquals(List.of("body"), pipeline.rejectedColumns("odd"));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM odd"));
    }

    @Test
    void aSourceThatRefusesTheLoginIsNotAskedAgain() {
        assertFailed(pipeline.end(ofNobody), "SOURCE_LOGIN", "NOBODY", "nobody_of_this_name");
    }

    @Test
    void aSourceThatDoesNotAnswerFailsTheOperationAfterSomeAttempts() {
        assertFailed(pipeline.end(ofNowhere), "SOURCE_UNAVAILABLE", "NOWHERE", "127.0.0.1:1");
    }
}
