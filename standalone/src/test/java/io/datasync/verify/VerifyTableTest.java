package io.datasync.verify;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.standalone.TestPipeline;
import io.datasync.verify.RowDifference.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyTableTest {
    private static final int FIRST_CHANGED = 10;

    private static final String WITHOUT_STAMP = """
            - tableName: %s
              enabled: false
              sourceSystem: %s
              fetcher: jdbc
              query: SELECT * FROM %s
              keyColumns: %s
            """;

    private static final String TYPES = "id int PRIMARY KEY, amount %s, text %s, padded char(%d), seen timestamp(6),"
            + " at timestamptz, day %s, clock time, ratio float8, small %s, raw bytea, flag boolean, uid uuid";

    private final VerifiedTables tables = new VerifiedTables(String.join(
            "",
            plain("kinds", "id"),
            TestPipeline.table("dated"),
            plain("pairs", "[code, line]"),
            plain("folded", "code"),
            plain("caseless", "code"),
            plain("short", "code"),
            plain("padded", "[branch, code, kind]"),
            plain("parted", "[day, id]"),
            plain("many", "id"),
            plain("moving", "id"),
            plain("narrow", "id"),
            plain("doubled", "id"),
            plain("unread", "id"),
            plain("ghosts", "id"),
            plain("gone", "id"),
            plain("marked", "id") + "  deletes: {mode: mark, markColumn: gone}\n",
            WITHOUT_STAMP.formatted("moving_away", "ERP", "ghosts", "id"),
            """
            - tableName: keyless
              enabled: false
              sourceSystem: ERP
              fetcher: jdbc
              query: SELECT 1 AS id
              mass: {interval: 1d, mode: swap}
            """));

    private static String plain(String table, String key) {
        return WITHOUT_STAMP.formatted(table, "ERP", table, key);
    }

    @BeforeAll
    void makeTheTableOfAllTypes() {
        tables.inSource("CREATE TABLE kinds (" + TYPES.formatted("numeric(12, 4)", "varchar(20)", 8, "date", "real")
                + ", big numeric(30, 12))");
        tables.inDestination("CREATE TABLE kinds ("
                + TYPES.formatted("numeric(20, 6)", "text", 10, "timestamp", "float8") + ", big numeric)");
        String rows = "INSERT INTO kinds VALUES (1, 1.5, ' a ', 'ab', '1582-10-04 01:02:03.000004',"
                + " '2026-03-08 02:30:00+01', '0001-01-01', '23:59:59.999999', 'NaN', 0.1::real, '\\x0010', true,"
                + " '00000000-0000-0000-0000-00000000000a', 123456789012345678.123456789012),"
                + " (2, -0.0001, '', '', '9999-12-31 23:59:59.999999', '0001-01-01 00:00:00+00', '9999-12-31', '00:00',"
                + " '-0', 'Infinity', '', false, NULL, -1),"
                + " (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)";
        tables.inSource(rows);
        tables.inDestination(rows);
        tables.inDestination("UPDATE kinds SET ratio = 0, big = -1.000 WHERE id = 2");
    }

    @AfterAll
    void close() {
        tables.close();
    }

    private static void assertCounts(Verdict verdict, long missing, long extra, long different) {
        assertAll(
                verdict.differences().stream().limit(5).toList().toString(),
                () -> assertEquals(missing, verdict.count(Kind.MISSING), "missing"),
                () -> assertEquals(extra, verdict.count(Kind.EXTRA), "extra"),
                () -> assertEquals(different, verdict.count(Kind.DIFFERENT), "different"),
                () -> assertEquals(missing + extra + different == 0, verdict.isEqual()));
    }

    @Test
    void valuesThatAreWrittenOtherwiseAreEqual() {
        Verdict verdict = tables.deep("kinds");
        assertCounts(verdict, 0, 0, 0);
        assertEquals(3, verdict.sourceRows());
        assertEquals(3, verdict.destinationRows());
    }

    /** Each of a row of its own, which is a copy of row 1, 2 or 3. */
    @Test
    void eachChangedValueIsFound() {
        List<List<String>> changes = List.of(
                List.of("1", "amount", "1.500001"),
                List.of("1", "amount", "NULL"),
                List.of("3", "amount", "0"),
                List.of("1", "text", "' a'"),
                List.of("1", "text", "' A '"),
                List.of("2", "text", "NULL"),
                List.of("3", "text", "''"),
                List.of("2", "text", "' '"),
                List.of("1", "padded", "'abc'"),
                List.of("3", "padded", "''"),
                List.of("1", "seen", "'1582-10-04 01:02:03.000005'"),
                List.of("1", "at", "'2026-03-08 02:30:00+00'"),
                List.of("1", "day", "'0001-01-01 00:00:01'"),
                List.of("1", "clock", "'23:59:59.999998'"),
                List.of("1", "ratio", "0"),
                List.of("2", "ratio", "4.9e-324"),
                List.of("1", "small", "0.1"),
                List.of("2", "small", "'-Infinity'"),
                List.of("1", "raw", "'\\x001000'"),
                List.of("2", "raw", "NULL"),
                List.of("1", "flag", "false"),
                List.of("2", "uid", "'00000000-0000-0000-0000-00000000000a'"),
                List.of("1", "big", "123456789012345678.1234567890121"),
                List.of("2", "big", "'NaN'"));
        List<List<String>> expected = new ArrayList<>();
        for (int index = 0; index < changes.size(); index++) {
            List<String> change = changes.get(index);
            int id = FIRST_CHANGED + index;
            String copy = "INSERT INTO kinds SELECT " + id
                    + ", amount, text, padded, seen, at, day, clock, ratio, small, raw,"
                    + " flag, uid, big FROM kinds WHERE id = " + change.get(0);
            tables.inSource(copy);
            tables.inDestination(
                    copy, "UPDATE kinds SET " + change.get(1) + " = " + change.get(2) + " WHERE id = " + id);
            expected.add(List.of(Integer.toString(id), change.get(1)));
        }
        List<List<String>> found = new ArrayList<>();
        for (RowDifference row : tables.deep("kinds").of(Kind.DIFFERENT)) {
            row.values()
                    .forEach(value -> found.add(List.of(String.valueOf(row.key().get("id")), value.column())));
        }
        assertEquals(Set.copyOf(expected), Set.copyOf(found));
        assertEquals(expected.size(), found.size());
        assertCounts(tables.verify("kinds", false, rows -> {}), 0, 0, 0);
        String undo = "DELETE FROM kinds WHERE id >= " + FIRST_CHANGED;
        tables.inSource(undo);
        tables.inDestination(undo);
    }

    @Test
    void rowsAreFoundByTheirKeyOfSeveralColumnsInWhateverOrder() {
        tables.inSource(
                "CREATE TABLE pairs (code varchar(5), line int, value int)",
                "INSERT INTO pairs SELECT 'a' || n % 3, n, n FROM generate_series(1, 20) n");
        tables.inDestination(
                "CREATE TABLE pairs (line int, value int, code varchar(5) COLLATE \"C\")",
                "INSERT INTO pairs SELECT n, n, 'a' || n % 3 FROM generate_series(20, 1, -1) n");
        assertCounts(tables.deep("pairs"), 0, 0, 0);

        tables.inDestination(
                "UPDATE pairs SET value = 99 WHERE line = 4",
                "UPDATE pairs SET code = 'b' WHERE line = 5",
                "DELETE FROM pairs WHERE line = 6");
        Verdict verdict = tables.deep("pairs");
        assertCounts(verdict, 2, 1, 1);
        assertEquals(
                List.of(Map.of("code", "b", "line", "5")),
                verdict.of(Kind.EXTRA).stream().map(RowDifference::key).toList());
        assertEquals(
                List.of(new RowDifference.Value("value", "4", "99")),
                verdict.of(Kind.DIFFERENT).get(0).values());
    }

    private static List<String> keys(Verdict verdict, Kind kind) {
        return verdict.of(kind).stream()
                .map(row -> row.key().get("code"))
                .sorted()
                .toList();
    }

    @Test
    void keysThatTheCollationTakesForTheSameAreTheSame() {
        tables.inSource(
                "CREATE TABLE folded (code varchar(5), value int)",
                "INSERT INTO folded VALUES ('ab', 1), ('Cd', 2), ('CD', 2), ('é', 3), ('g', 4), ('g ', 5),"
                        + " (NULL, 6), ('null', 7)");
        tables.inDestination(
                "CREATE COLLATION base_letters (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
                "CREATE TABLE folded (code varchar(5) COLLATE base_letters UNIQUE, value int)",
                "INSERT INTO folded VALUES ('AB', 1), ('cd', 2), ('E', 3), ('Ĝ', 4), ('g ', 5), (NULL, 6), ('NULL', 7)");
        Verdict same = tables.deep("folded");
        assertCounts(same, 0, 0, 0);
        assertEquals(1, same.sharedKeys());
        tables.inDestination("UPDATE folded SET value = 9 WHERE code = 'e'");
        assertCounts(tables.deep("folded"), 0, 0, 1);

        tables.inDestination("UPDATE folded SET code = 'f' WHERE code = 'AB'", "DELETE FROM folded WHERE code = 'g '");
        Verdict verdict = tables.deep("folded");
        assertCounts(verdict, 2, 1, 1);
        assertEquals(List.of("ab", "g "), keys(verdict, Kind.MISSING));
        assertEquals(new HealTable.Deletion(1, Optional.empty()), tables.delete("folded", 100, verdict));
        assertCounts(tables.deep("folded"), 2, 0, 1);
    }

    @Test
    void textsThatAColumnCannotHoldAreNotCutToBeTheSame() {
        tables.inDestination(
                "CREATE COLLATION any_letters (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE TABLE short (code char(2) COLLATE any_letters)");
        Map<String, Long> same = tables.sameTexts("short", "code", "ab", "AB   ", "b", "abc", "a\0");
        assertEquals(Set.of("ab", "AB   ", "b"), same.keySet());
        assertEquals(same.get("ab"), same.get("AB   "));
        assertNotEquals(same.get("ab"), same.get("b"));
    }

    /** citext lies where the search path does not lead; only upper and lower case are the same to it. */
    @Test
    void keysOfCitextAreTheSameInUpperAndLowerCaseOnly() {
        tables.inSource("DROP EXTENSION IF EXISTS citext CASCADE", "CREATE EXTENSION citext");
        try {
            String schema = tables.pipeline().source().name();
            tables.inSource(
                    "CREATE TABLE caseless (code varchar(9), value int)",
                    "INSERT INTO caseless VALUES ('ab', 1), ('AB', 2), ('ab ', 3), ('3', 4), ('³', 5), ('Straße', 6),"
                            + " ('strasse', 7), ('it''s', 8)");
            tables.inDestination(
                    "CREATE DOMAIN code AS " + schema + ".citext CHECK (value <> 'bad')",
                    "CREATE TABLE caseless (code code PRIMARY KEY, value int)",
                    "INSERT INTO caseless VALUES ('Ab', 2), ('ab ', 3), ('3', 4), ('³', 5), ('STRAßE', 6), ('Strasse', 7),"
                            + " ('IT''S', 8)");
            Verdict same = tables.deep("caseless");
            assertCounts(same, 0, 0, 0);
            assertEquals(1, same.sharedKeys());

            tables.inDestination(
                    "DELETE FROM caseless WHERE code::text IN ('³', 'ab ', 'Strasse')",
                    "UPDATE caseless SET value = 9 WHERE code::text = 'IT''S'",
                    "INSERT INTO caseless VALUES ('Ghost', 1), ('ghost ', 2)");
            Verdict verdict = tables.deep("caseless");
            assertCounts(verdict, 3, 2, 1);
            assertEquals(List.of("ab ", "strasse", "³"), keys(verdict, Kind.MISSING));
            assertEquals(List.of("Ghost", "ghost "), keys(verdict, Kind.EXTRA));
            assertEquals(new HealTable.Deletion(2, Optional.empty()), tables.delete("caseless", 100, verdict));
            assertCounts(tables.deep("caseless"), 3, 0, 1);
        } finally {
            tables.inSource("DROP EXTENSION citext CASCADE");
        }
    }

    @Test
    void blanksAtTheEndOfAPaddedKeyCountForNothing() {
        tables.inSource(
                "CREATE TABLE padded (branch char(6), code varchar(9), kind char(3), value int)",
                "INSERT INTO padded VALUES ('M30', 'a', 'x', 1), ('M30', 'b  ', 'x', 2), (' M30', 'a ', 'x', 3),"
                        + " ('M40', 'c', 'x', 4), ('M50', 'd', ' ', 5)");
        tables.inDestination(
                "CREATE DOMAIN branch AS char(12)",
                "CREATE TABLE padded (branch branch, code char(9), kind bpchar, value int,"
                        + " PRIMARY KEY (branch, code, kind))",
                "INSERT INTO padded SELECT * FROM " + tables.pipeline().source().name() + ".padded");
        Verdict same = tables.deep("padded");
        assertCounts(same, 0, 0, 0);
        assertEquals(0, same.sharedKeys());

        tables.inDestination(
                "UPDATE padded SET value = 9 WHERE code = 'a' AND branch = ' M30'",
                "UPDATE padded SET code = ' b' WHERE code = 'b'",
                "UPDATE padded SET kind = 'y ' WHERE code = 'd'");
        Verdict verdict = tables.deep("padded");
        assertCounts(verdict, 2, 2, 1);
        assertEquals(new HealTable.Deletion(2, Optional.empty()), tables.delete("padded", 100, verdict));
        assertCounts(tables.deep("padded"), 2, 0, 1);
    }

    @Test
    void rowsOfAPartitionedTableAreThoseOfAllItsPartitions() {
        tables.inSource(
                "CREATE TABLE parted (day date, id int, value int)",
                "INSERT INTO parted SELECT date '2026-01-01' + 20 * (n % 5), n, n FROM generate_series(1, 40) n");
        tables.inDestination(
                "CREATE TABLE parted (day date, id int, value int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day)",
                "CREATE TABLE parted_january PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')"
                        + " PARTITION BY HASH (id)",
                "CREATE TABLE parted_even PARTITION OF parted_january FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE parted_odd PARTITION OF parted_january FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "CREATE TABLE parted_others PARTITION OF parted DEFAULT",
                "INSERT INTO parted SELECT * FROM " + tables.pipeline().source().name() + ".parted");
        assertCounts(tables.deep("parted"), 0, 0, 0);

        tables.inDestination(
                "UPDATE parted SET value = 0 WHERE id IN (5, 8)",
                "UPDATE parted SET day = day + 60 WHERE id = 10",
                "DELETE FROM parted WHERE id IN (20, 22)",
                "INSERT INTO parted VALUES ('2026-01-01', 41, 1), ('2026-01-02', 42, 1), ('2027-01-01', 5, 1)");
        Verdict verdict = tables.deep("parted");
        assertCounts(verdict, 3, 4, 2);
        assertEquals(new HealTable.Deletion(4, Optional.empty()), tables.delete("parted", 100, verdict));
        assertCounts(tables.deep("parted"), 3, 0, 2);
        assertEquals(List.of("37"), tables.pipeline().rows("SELECT count(*) FROM parted"));
    }

    @Test
    void aFewRowsAreFoundAmongManyAndInThousands() {
        String row = "SELECT n AS id, md5(n::text) AS name, n / 8.0::numeric(12, 3) AS amount, now() AS made";
        tables.inSource("CREATE TABLE many AS " + row + " FROM generate_series(1, 100000) n");
        String schema = tables.pipeline().source().name();
        tables.inDestination("CREATE TABLE many AS SELECT * FROM " + schema + ".many ORDER BY name");
        tables.inDestination(
                "UPDATE many SET amount = amount + 0.001 WHERE id = 77777",
                "DELETE FROM many WHERE id = 5",
                "UPDATE many SET id = 100006 WHERE id = 6");
        Verdict verdict = tables.deep("many");
        assertCounts(verdict, 2, 1, 1);
        assertEquals(99_999, verdict.destinationRows());

        tables.inDestination("DELETE FROM many WHERE id % 2 = 0");
        Verdict half = tables.verify("many", false, rows -> {});
        assertFalse(half.isEqual());
        assertTrue(half.bucketsLeft() > 0 && half.count(Kind.MISSING) > 10_000, half.bucketsLeft() + " buckets left");
        assertEquals(Optional.empty(), HealTable.fetchSince(half));
    }

    @Test
    void aRowThatComesBetweenTheReadingsIsNoDifference() {
        tables.create("moving", "id int, value int");
        tables.inSource("INSERT INTO moving VALUES (1, 1), (2, 2)");
        tables.inDestination("INSERT INTO moving VALUES (1, 1)");
        AtomicInteger ends = new AtomicInteger();
        Verdict verdict = tables.verify("moving", true, rows -> {
            if (ends.incrementAndGet() == 2) {
                tables.inDestination("INSERT INTO moving VALUES (2, 2)");
            }
        });
        assertCounts(verdict, 0, 0, 0);
        assertEquals(4, ends.get(), "both sides are read twice");
    }

    @Test
    void whatWasChangedSinceTheLastSuccessBeganIsNotYetSynchronised() {
        tables.create("dated", "id int, value int, changed timestamptz");
        tables.inSource("INSERT INTO dated VALUES (1, 1, '2026-01-01Z'), (2, 2, '2026-01-01Z'), (3, 3, '2026-01-03Z'),"
                + " (4, 4, now()), (5, 5, now() + interval '3 days')");
        tables.inDestination(
                "INSERT INTO dated VALUES (2, 0, '2026-01-01Z'), (3, 0, '2026-01-01Z'), (9, 9, '2026-01-01Z')");
        Verdict never = tables.verify("dated", false, rows -> {});
        assertCounts(never, 3, 1, 1);
        tables.log("first", "dated", "'2026-01-02Z'", true);

        Verdict verdict = tables.verify("dated", false, rows -> {});
        assertCounts(verdict, 2, 1, 0);
        assertEquals(2, verdict.notYetSynchronised());
        assertEquals(Optional.of("first"), verdict.lastOperation());
        assertEquals(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), HealTable.fetchSince(verdict));
        assertCounts(tables.deep("dated"), 2, 1, 1);
    }

    @Test
    void rowsThatTheDestinationCannotHoldAreCountedApart() {
        tables.inSource(
                "CREATE TABLE narrow (id int, text varchar(9))",
                "INSERT INTO narrow VALUES (1, 'abc'), (2, 'toolong')");
        tables.inDestination("CREATE TABLE narrow (id int, text varchar(3))", "INSERT INTO narrow VALUES (1, 'abc')");
        assertEquals(1, tables.deep("narrow").rejected());
        assertCounts(tables.verify("narrow", false, rows -> {}), 0, 0, 0);
        tables.inDestination("INSERT INTO narrow VALUES (2, 'old')");
        Verdict verdict = tables.deep("narrow");
        assertCounts(verdict, 0, 0, 0);
        assertEquals(1, verdict.rejected());
    }

    @Test
    void aKeyThatTheSourceHasTwiceIsThereOnceButNotTheOtherWayRound() {
        tables.create("doubled", "id int, value int");
        tables.inSource("INSERT INTO doubled VALUES (1, 1), (1, 2), (3, 3)");
        tables.inDestination("INSERT INTO doubled VALUES (1, 2), (3, 3)");
        assertCounts(tables.deep("doubled"), 0, 0, 0);
        assertEquals(1, tables.deep("doubled").sharedKeys());
        tables.inDestination("INSERT INTO doubled VALUES (3, 3)");
        Verdict verdict = tables.deep("doubled");
        assertCounts(verdict, 0, 1, 0);
        assertEquals(new HealTable.Deletion(0, Optional.empty()), tables.delete("doubled", 100, verdict));
    }

    @Test
    void noRowIsDeletedWhileRowsOfTheSourceCannotBeRead() {
        tables.inSource(
                "CREATE TABLE unread (id int, amount numeric(9, 2))", "INSERT INTO unread VALUES (1, 1), (2, 'NaN')");
        tables.inDestination(
                "CREATE TABLE unread (id int, amount numeric(9, 2))", "INSERT INTO unread VALUES (1, 1), (2, 2)");
        Verdict verdict = tables.deep("unread");
        assertCounts(verdict, 0, 1, 0);
        assertEquals(1, verdict.unreadableInSource());
        HealTable.Deletion deletion = tables.delete("unread", 100, verdict);
        assertTrue(deletion.refusal().orElseThrow().contains("cannot be read"), deletion.toString());
        assertEquals(List.of("2"), tables.pipeline().rows("SELECT count(*) FROM unread"));
    }

    @Test
    void extraRowsAreDeletedOnlyIfTheyAreFewAndNoOperationRan() {
        tables.create("ghosts", "id int PRIMARY KEY, value int");
        tables.inSource("INSERT INTO ghosts SELECT n, n FROM generate_series(1, 19) n");
        tables.inDestination("INSERT INTO ghosts SELECT n, n FROM generate_series(1, 20) n");
        Verdict verdict = tables.deep("ghosts");
        assertCounts(verdict, 0, 1, 0);
        assertTrue(tables.delete("ghosts", 4.9, verdict).refusal().orElseThrow().contains("1 of 20 rows"));

        tables.log("meanwhile", "ghosts", "now()", true);
        assertTrue(tables.delete("ghosts", 5, verdict).refusal().orElseThrow().contains("ran meanwhile"));
        tables.log("running", "ghosts", "now()", false);
        Verdict running = tables.deep("ghosts");
        assertTrue(running.operationRan());
        assertTrue(tables.delete("ghosts", 5, running).refusal().orElseThrow().contains("ran meanwhile"));
        assertEquals(List.of("20"), tables.pipeline().rows("SELECT count(*) FROM ghosts"));

        tables.inDestination("UPDATE " + tables.pipeline().control().name() + ".DataUpdate SET EndDT = now()");
        assertEquals(new HealTable.Deletion(1, Optional.empty()), tables.delete("ghosts", 5, tables.deep("ghosts")));
        assertCounts(tables.deep("ghosts"), 0, 0, 0);
    }

    @Test
    void rowsThatAreNoLongerAsTheyWereReadStayAllOfThem() {
        tables.create("gone", "id int, value int");
        tables.inDestination("INSERT INTO gone VALUES (1, 1), (2, 2)");
        Verdict verdict = tables.deep("gone");
        assertCounts(verdict, 0, 2, 0);
        tables.inDestination("DELETE FROM gone WHERE id = 1");
        DataSyncException failure = assertThrows(DataSyncException.class, () -> tables.delete("gone", 100, verdict));
        assertEquals(ErrorCode.DESTINATION_STATEMENT, failure.code());
        assertEquals(List.of("2"), tables.pipeline().rows("SELECT id FROM gone"));
    }

    @Test
    void rowsThatAreMarkedAsGoneAreNotExtraAndOthersAreLeftToTheMark() {
        tables.inSource("CREATE TABLE marked (id int)", "INSERT INTO marked VALUES (1), (2)");
        tables.inDestination(
                "CREATE TABLE marked (id int, gone boolean DEFAULT false)",
                "INSERT INTO marked VALUES (1, false), (2, true), (3, true)");
        assertCounts(tables.deep("marked"), 0, 0, 0);
        tables.inDestination("INSERT INTO marked VALUES (4, NULL)");
        Verdict verdict = tables.deep("marked");
        assertCounts(verdict, 0, 1, 0);
        assertTrue(tables.delete("marked", 100, verdict).refusal().orElseThrow().contains("marks rows"));
    }

    @Test
    void whatCannotBeComparedSaysWhy() {
        DataSyncException keyless = assertThrows(DataSyncException.class, () -> tables.deep("keyless"));
        assertEquals(ErrorCode.CONFIGURATION, keyless.code());
        assertTrue(keyless.toString().contains("keyColumns"), keyless.toString());
        DataSyncException missing = assertThrows(DataSyncException.class, () -> tables.deep("moving_away"));
        assertEquals(ErrorCode.TARGET_MISSING, missing.code());
    }
}
