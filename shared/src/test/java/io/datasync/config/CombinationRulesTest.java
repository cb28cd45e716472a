package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CombinationRulesTest {
    @TempDir
    Path directory;

    private ConfigFile good() {
        return new ConfigFile(directory);
    }

    @Test
    void dailyAndHourlyNeedALastUpdateColumn() {
        assertEquals(
                List.of(
                        "line 13, column 5: tables[0].daily: needs lastUpdateColumn, by which changed rows are found, or cursor; set it"
                                + " or enabled: false",
                        "line 14, column 5: tables[0].hourly: needs lastUpdateColumn, by which changed rows are found, or cursor; set it"
                                + " or enabled: false"),
                good().replace("    lastUpdateColumn: LastUpdateDT\n", "").problems());
    }

    @Test
    void whatMergesNeedsKeys() {
        assertEquals(
                List.of(
                        "line 12, column 5: tables[0].mass: needs keyColumns, by which rows are merged, or prepurgeData: true,"
                                + " or mode: swap",
                        "line 13, column 5: tables[0].daily: needs keyColumns, by which rows are merged; set them or enabled:"
                                + " false",
                        "line 14, column 5: tables[0].hourly: needs keyColumns, by which rows are merged; set them or enabled:"
                                + " false"),
                good().replace("    keyColumns: ItemNumber\n", "").problems());
    }

    @Test
    void aMassThatReplacesAllRowsNeedsNoKeys() {
        for (String replacing : List.of("prepurgeData: true", "mode: swap")) {
            good().replace("    keyColumns: ItemNumber\n", "")
                    .replace("interval: 7d", replacing)
                    .replace("    daily: {interval: 1d}\n    hourly: {interval: 1h}\n", "")
                    .read();
        }
    }

    @Test
    void swapNeitherPurgesNorRebuilds() {
        assertEquals(
                List.of(
                        "line 13, column 24: tables[0].mass.prepurgeData: does not go with mode: swap, which empties nothing;"
                                + " leave it out",
                        "line 13, column 44: tables[0].mass.reIndexData: does not go with mode: swap, which builds new indexes"
                                + " anyway; leave it out"),
                good().replace("interval: 7d", "mode: swap, prepurgeData: true, reIndexData: true")
                        .problems());
    }

    @Test
    void indexesSaysHowReIndexDataIsDoneAndImpliesIt() {
        assertEquals(MassSchedule.Indexes.KEEP, indexes("prepurgeData: true"));
        assertEquals(MassSchedule.Indexes.DISABLE, indexes("prepurgeData: true, reIndexData: true"));
        assertEquals(MassSchedule.Indexes.DROP_CREATE, indexes("prepurgeData: true, indexes: drop-create"));
        assertEquals(
                MassSchedule.Indexes.DROP_CREATE,
                indexes("prepurgeData: true, indexes: drop-create, reIndexData: true"));
        assertEquals(MassSchedule.Indexes.KEEP, indexes("prepurgeData: true, indexes: keep, reIndexData: false"));
        assertEquals(
                List.of(
                        "line 13, column 31: tables[0].mass.indexes: keep does not go with reIndexData: true; leave one of"
                                + " them out"),
                good().replace("interval: 7d", "reIndexData: true, indexes: keep")
                        .problems());
        assertEquals(
                List.of(
                        "line 13, column 32: tables[0].mass.indexes: needs reIndexData: true, or the indexes would never be"
                                + " put back; leave it out"),
                good().replace("interval: 7d", "reIndexData: false, indexes: disable")
                        .problems());
        assertEquals(
                List.of(
                        "line 13, column 24: tables[0].mass.indexes: does not go with mode: swap, which builds new indexes"
                                + " anyway; leave it out"),
                good().replace("interval: 7d", "mode: swap, indexes: disable").problems());
    }

    private MassSchedule.Indexes indexes(String mass) {
        return good().replace("interval: 7d", mass)
                .read()
                .tables()
                .get(0)
                .mass()
                .indexes();
    }

    @Test
    void aSourceMustExistAndMayBeUnused() {
        assertEquals(
                List.of("line 10, column 5: tables[0].sourceSystem: there is no source of this name; did you mean JDE?"
                        + " allowed: CMS, JDE"),
                good().replace("sourceSystem: JDE", "sourceSystem: JDF")
                        .replace("destination:", "  CMS: {url: 'jdbc:postgresql:x'}\ndestination:")
                        .problems());
        assertEquals(
                List.of("line 7, column 5: tables[0].sourceSystem: there is no source of this name; sources: is empty"),
                good().replace("sources:\n  JDE: {url: \"jdbc:postgresql://localhost/jde\"}\n", "")
                        .problems());
    }

    @Test
    void twoTablesOfOneNameAreRefusedWhateverTheirCase() {
        assertEquals(
                List.of("line 16, column 6: tables[1].tableName: is the name of tables[0] too; a table has one entry"),
                good().add("  - {tableName: iTEM, sourceSystem: JDE, fetcher: jde, mass: {prepurgeData: true}}\n")
                        .problems());
    }

    @Test
    void anEnabledTableNeedsAScheduleADisabledOneDoesNot() {
        ConfigFile without = good().replace(
                        "    mass: {interval: 7d}\n    daily: {interval: 1d}\n", "    daily: {enabled: false}\n")
                .replace("    hourly: {interval: 1h}\n", "");
        assertEquals(
                List.of(
                        "line 8, column 5: tables[0]: no schedule is enabled; enable mass, daily or hourly, or set enabled:"
                                + " false"),
                without.problems());
        without.replace("fetcher: jde", "fetcher: jde\n    enabled: false").read();
    }

    @Test
    void anIntervalIsNotLongerThanThatOfTheMoreThoroughSchedule() {
        assertEquals(
                List.of(
                        "line 15, column 14: tables[0].hourly.interval: is longer than the interval of daily, so that it would"
                                + " never run"),
                good().replace("hourly: {interval: 1h}", "hourly: {interval: 25h}")
                        .problems());
        assertEquals(
                List.of(
                        "line 14, column 13: tables[0].daily.interval: is longer than the interval of mass, so that it would"
                                + " never run"),
                good().replace("daily: {interval: 1d}", "daily: {interval: 8d}").problems());
        assertEquals(
                List.of(
                        "line 14, column 14: tables[0].hourly.interval: is longer than the interval of mass, so that it would"
                                + " never run"),
                good().replace("    daily: {interval: 1d}\n", "")
                        .replace("hourly: {interval: 1h}", "hourly: {interval: 8d}")
                        .problems());
        good().replace("hourly: {interval: 1h}", "hourly: {interval: 24h}").read();
        good().replace("daily: {interval: 1d}", "daily: {interval: 1m, enabled: false}")
                .read();
    }

    @Test
    void upsertIsForSqlServer() {
        assertEquals(
                List.of(
                        "line 7, column 3: destination.upsert: is only for sqlserver; PostgreSQL always uses MERGE, so leave it"
                                + " out"),
                good().replace("jdbc:sqlserver://localhost", "jdbc:postgresql://localhost/x\n  upsert: merge")
                        .problems());
    }

    @Test
    void sqlPostProcessorAndStatementsGoTogether() {
        assertEquals(
                List.of("line 16, column 5: tables[0].postProcessor: sql needs the statements in postProcessorSql"),
                good().add("    postProcessor: sql\n").problems());
        assertEquals(
                List.of("line 16, column 5: tables[0].postProcessorSql: is only run by postProcessor: sql"),
                good().add("    postProcessorSql: SELECT 1\n").problems());
        good().add("    postProcessorSql: SELECT 1\n    postProcessor: sql\n").read();
    }

    @Test
    void slicesAreDividedByKeys() {
        assertEquals(
                List.of("line 16, column 5: tables[0].slices: \"0\" is out of range; allowed: 1 to 1000"),
                good().add("    slices: 0\n").problems());
        assertEquals(
                List.of("line 16, column 5: tables[0].slices: \"many\" is neither a whole number nor auto"),
                good().add("    slices: many\n").problems());
        assertEquals(
                OptionalInt.of(4),
                good().add("    slices: 4\n").read().tables().get(0).slices());
        assertEquals(
                OptionalInt.empty(),
                good().add("    slices: auto\n").read().tables().get(0).slices());
    }

    @Test
    void deletesNeedAModeAndKeysAndAMarkAColumnOfItsOwn() {
        assertEquals(
                List.of("line 16, column 5: tables[0].deletes.mode: is missing"),
                good().add("    deletes: {interval: 2d}\n").problems());
        assertEquals(
                List.of(
                        "line 15, column 5: tables[0].deletes: needs keyColumns, by which rows are compared; set them or"
                                + " mode: ignore"),
                good().replace("    keyColumns: ItemNumber\n", "")
                        .replace("mass: {interval: 7d}\n    daily: {interval: 1d}\n", "mass: {mode: swap}\n")
                        .replace("hourly: {interval: 1h}", "enabled: true\n    slices: auto")
                        .add("    deletes: {mode: remove}\n")
                        .problems());
        assertEquals(
                List.of("line 16, column 5: tables[0].deletes: mode: mark needs markColumn, a column of the destination"
                        + " alone that takes a time or true"),
                good().add("    deletes: {mode: mark}\n").problems());
        assertEquals(
                List.of("line 16, column 29: tables[0].deletes.markColumn: is only written by mode: mark"),
                good().add("    deletes: {mode: remove, markColumn: DeletedDT}\n")
                        .problems());
        assertEquals(
                List.of("line 16, column 27: tables[0].deletes.markColumn: is filled from the source; the mark needs a"
                        + " column of its own"),
                good().add("    deletes: {mode: mark, markColumn: LASTUPDATEDT}\n")
                        .problems());
        assertEquals(
                List.of("line 16, column 29: tables[0].deletes.maxDeletePercent: \"101\" is out of range; allowed: 0 to"
                        + " 100"),
                good().add("    deletes: {mode: remove, maxDeletePercent: 101}\n")
                        .problems());
        assertEquals(DeletesSchedule.OFF, good().read().tables().get(0).deletes());
        assertEquals(
                new DeletesSchedule(DeletesSchedule.Mode.MARK, Duration.ofDays(2), 0.5, Optional.of("DeletedDT")),
                good().add("    deletes: {mode: mark, interval: 2d, maxDeletePercent: 0.5, markColumn: DeletedDT}\n")
                        .read()
                        .tables()
                        .get(0)
                        .deletes());
        good().add("    deletes: {mode: ignore, markColumn: DeletedDT}\n").read();
    }

    @Test
    void aPercentageOfRowsIsRoundedDown() {
        DeletesSchedule deletes =
                new DeletesSchedule(DeletesSchedule.Mode.REMOVE, Duration.ofDays(1), 0.1, Optional.empty());
        assertEquals(0, deletes.allowed(999));
        assertEquals(1, deletes.allowed(1_000));
        assertEquals(9_223_372_036_854_775L, deletes.allowed(Long.MAX_VALUE));
    }

    @Test
    void aKeyColumnStandsOnce() {
        assertEquals(
                List.of("line 11, column 24: tables[0].keyColumns[2]: names a column that is in the list already"),
                good().replace("keyColumns: ItemNumber", "keyColumns: [A, B, a]")
                        .problems());
    }

    @Test
    void namesAreAsLongAsTheDatabaseTakesThem() {
        String longest = "x".repeat(63);
        good().replace("jdbc:sqlserver://localhost", "jdbc:postgresql:x")
                .replace(": Item\n", ": " + longest + "\n")
                .read();
        assertEquals(
                List.of("line 8, column 5: tables[0].tableName: is too long; a PostgreSQL name has at most 63 bytes"),
                good().replace("jdbc:sqlserver://localhost", "jdbc:postgresql:x")
                        .replace(": Item\n", ": " + longest + "x\n")
                        .problems());
        assertEquals(
                List.of(
                        "line 7, column 3: destination.schema: is too long; a SQL Server name has at most 128 characters",
                        "line 9, column 5: tables[0].tableName: has a dot; the schema stands in destination.schema"),
                good().replace("sqlserver://localhost", "sqlserver://localhost\n  schema: " + "s".repeat(129))
                        .replace(": Item\n", ": dbo.Item\n")
                        .problems());
    }

    @Test
    void aRuleKeepsSilentWhereAValueItLeansOnCouldNotBeRead() {
        assertEquals(
                List.of(
                        "line 14, column 13: tables[0].daily.interval: \"24\" has no unit; write for example 90s, 15m, 1h30m, 2d"
                                + " or PT15M"),
                good().replace("daily: {interval: 1d}", "daily: {interval: 24}")
                        .replace("hourly: {interval: 1h}", "hourly: {interval: 2d}")
                        .problems());
    }
}
