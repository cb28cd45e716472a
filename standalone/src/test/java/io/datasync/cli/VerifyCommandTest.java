package io.datasync.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.message.Json;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The command against running processes, by what it prints and by what it brings about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyCommandTest {
    private final TestPipeline pipeline = new TestPipeline(String.join(
                    "",
                    TestPipeline.table("item"),
                    TestPipeline.table("guarded"),
                    TestPipeline.table("coded"),
                    TestPipeline.query("lone", "SELECT 1 AS id, now() AS changed")
                            .replace("sourceSystem: ERP", "sourceSystem: NOWHERE")))
            .set("sources", TestPipeline.NOWHERE);

    @BeforeAll
    void copyTheTables() {
        for (String table : List.of("item", "guarded")) {
            pipeline.inSource(
                    "CREATE TABLE " + table + " (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)",
                    "INSERT INTO " + table + " SELECT n, 'row ' || n, timestamptz '2026-01-01Z' + n * interval '1 hour'"
                            + " FROM generate_series(1, 20) n");
        }
        pipeline.inSource(
                "CREATE TABLE coded (id varchar(9), name varchar(40), changed timestamptz NOT NULL)",
                "INSERT INTO coded SELECT 'Row' || n, 'row ' || n, '2026-01-01Z' FROM generate_series(1, 20) n",
                "INSERT INTO coded VALUES ('ROW1', 'row 1', '2026-01-01Z')");
        pipeline.inDestination(
                "CREATE TABLE lone (id int, changed timestamptz)",
                "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "CREATE TABLE coded (id varchar(9) COLLATE any_case PRIMARY KEY, name varchar(40), changed timestamptz)"
                        + " PARTITION BY HASH (id)",
                "CREATE TABLE coded_0 PARTITION OF coded FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE coded_1 PARTITION OF coded FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        pipeline.start();
        pipeline.succeed("coded", UpdateType.MASS);
        pipeline.succeed("item", UpdateType.MASS);
        pipeline.succeed("guarded", UpdateType.MASS);
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    private TestCommand verify(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "verify";
        all[1] = "--config";
        all[2] = pipeline.file().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return TestCommand.run(all);
    }

    private static void assertSays(TestCommand command, String... lines) {
        assertAll(List.of(lines).stream()
                .map(line ->
                        () -> assertTrue(command.out().contains(line), () -> line + " is not in\n" + command.out())));
    }

    @Test
    void whatDiffersIsPrintedAndHealed(@TempDir Path directory) throws IOException {
        TestCommand equal = verify("item", "--deep");
        assertEquals(ExitCodes.OK, equal.code(), equal.err());
        assertSays(equal, "item: equal, all values of 20 rows in the source and 20 in the destination");

        pipeline.inDestination(
                "DELETE FROM item WHERE id = 3",
                "UPDATE item SET name = NULL WHERE id = 4",
                "INSERT INTO item VALUES (99, 'ghost', '2026-01-01Z')");
        Path metrics = directory.resolve("verify.prom");
        TestCommand different = verify("item", "--deep", "--metrics", metrics.toString());
        assertEquals(ExitCodes.FAILED, different.code(), different.err());
        assertSays(different, "item: different", "missing id=3", "extra id=99", "different id=4: name 'row 4' is NULL");
        String written = Files.readString(metrics);
        assertTrue(written.contains("sync_verify_differences{table=\"item\",kind=\"different\"} 1\n"), written);
        assertTrue(written.contains("sync_verify_timestamp_seconds{table=\"item\"} "), written);

        TestCommand healed = verify("item", "--deep", "--heal");
        assertEquals(ExitCodes.OK, healed.code(), healed.out() + healed.err());
        assertSays(healed, "item: different", "Started item HOURLY", "item: equal", "1 extra row deleted");
        pipeline.assertCopied("item");
        assertEquals(
                List.of("2026-01-01 03:00:00+00"),
                pipeline.controlRows(
                        "SELECT minimumdt AT TIME ZONE 'UTC' || '+00' FROM dataupdate WHERE updatetype = 'HOURLY'"
                                + " AND tablename = 'item'"));
    }

    @Test
    void keysThatTheDestinationAloneKnowsTheSameOfAreHealedInTheirPartitions() {
        String shared = "1 of the source with the key of another one, as the destination sees keys";
        TestCommand equal = verify("coded", "--deep");
        assertEquals(ExitCodes.OK, equal.code(), equal.out() + equal.err());
        assertSays(equal, "coded: equal, all values of 21 rows in the source and 20 in the destination", shared);

        pipeline.inDestination(
                "UPDATE coded SET id = upper(id)",
                "DELETE FROM coded WHERE id = 'row3'",
                "UPDATE coded SET name = NULL WHERE id = 'row4'",
                "INSERT INTO coded VALUES ('ghost', '', '2026-01-01Z')");
        TestCommand healed = verify("coded", "--deep", "--heal");
        assertEquals(ExitCodes.OK, healed.code(), healed.out() + healed.err());
        assertSays(
                healed,
                "missing id=Row3",
                "extra id=ghost",
                "different id=Row4: name 'row 4' is NULL",
                "1 extra row deleted",
                "coded: equal",
                shared);
        assertEquals(List.of("20|20"), pipeline.rows("SELECT count(*), count(name) FROM coded"));
    }

    @Test
    void whatMayNotOrCannotBeHealedStaysAndIsSaid() {
        pipeline.inDestination(
                "UPDATE guarded SET name = 'tampered', changed = now() WHERE id = 7",
                "INSERT INTO guarded SELECT n, 'ghost', '2026-01-01Z' FROM generate_series(21, 23) n");
        TestCommand refused = verify("guarded", "--deep", "--heal", "--json");
        assertEquals(ExitCodes.FAILED, refused.code(), refused.err());
        Map<?, ?> report = Json.read(refused.out().getBytes(StandardCharsets.UTF_8), Map.class);
        assertEquals(3, report.get("extra"));
        assertEquals(1, report.get("different"));
        assertEquals(0, report.get("deleted"));
        assertTrue(String.valueOf(report.get("notDeleted")).contains("3 of 23 rows"), refused.out());
        assertTrue(verify("guarded", "--deep").out().contains("only a Mass replaces it"));
        assertEquals(List.of("23"), pipeline.rows("SELECT count(*) FROM guarded"));

        pipeline.inDestination("UPDATE guarded SET changed = '2026-01-01Z' WHERE id = 7");
        TestCommand allowed = verify("guarded", "--heal", "--max-delete-percent", "14");
        assertEquals(ExitCodes.OK, allowed.code(), allowed.out() + allowed.err());
        pipeline.assertCopied("guarded");
    }

    @Test
    void theExitCodeSaysWhyATableCannotBeCompared() {
        TestCommand unknown = verify("items");
        assertEquals(ExitCodes.CONFIGURATION, unknown.code());
        assertTrue(unknown.err().contains("There is no table items"), unknown.err());

        TestCommand nowhere = verify("lone", "item");
        assertEquals(ExitCodes.UNAVAILABLE, nowhere.code(), nowhere.out());
        assertSays(nowhere, "lone: cannot be compared: Cannot connect to source NOWHERE", "item: ");
        assertEquals(ExitCodes.USAGE, verify().code());
    }
}
