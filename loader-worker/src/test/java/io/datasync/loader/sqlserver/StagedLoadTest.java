package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.decimal;
import static io.datasync.loader.sqlserver.TestingColumns.index;
import static io.datasync.loader.sqlserver.TestingColumns.load;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static io.datasync.loader.sqlserver.TestingColumns.text;
import static io.datasync.loader.sqlserver.TestingColumns.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagedLoadTest {
    private final SqlServerTable lot = table(
            notNull("LotNumber", nvarchar(30)),
            notNull("Branch", text("char", 12)),
            column("Quantity", decimal(15, 4)),
            column("LastUpdateDT", scaled("datetime2", 6)));

    @Test
    void theStagingTableIsNamedAfterTableOperationSliceAndBatch() {
        assertEquals(
                "#StagingLot_1a2b3c4d_3_7",
                StagedLoad.stagingName("Lot", "1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809", 3, 7));
        assertEquals("#StagingLot_op1_0_0", StagedLoad.stagingName("Lot", "op1", 0, 0));
    }

    @Test
    void aLongTableNameIsCutToWhatATemporaryTableMayBeNamed() {
        String name = StagedLoad.stagingName("T".repeat(128), "1a2b3c4d", 0, 1);
        assertEquals(116, name.length());
        assertTrue(name.endsWith("T_1a2b3c4d_0_1"), name);
    }

    @Test
    void theStagingTableIsAHeapOfCarriersWithARowNumber() {
        assertEquals("""
                CREATE TABLE [#StagingLot_1a2b3c4d_0_7] (
                    [LotNumber] nvarchar(30) COLLATE Latin1_General_CI_AS NULL,
                    [Branch] varchar(12) COLLATE Latin1_General_CI_AS NULL,
                    [Quantity] decimal(15, 4) NULL,
                    [LastUpdateDT] varchar(34) COLLATE Latin1_General_BIN2 NULL,
                    [DataSync_Row] bigint NOT NULL
                )""", load(lot, 2, Optional.empty()).createStaging());
    }

    @Test
    void theRowNumberGivesWayToAColumnOfItsName() {
        SqlServerTable table = table(column("datasync_row", SqlServerType.of("int")));
        assertEquals(
                Optional.of("DataSync_Row_"), load(table, 1, Optional.empty()).rowNumber());
    }

    @Test
    void ofEachKeyTheNewestRowStaysAndThenTheLaterOne() {
        assertEquals("""
                DELETE FROM [#StagingLot_1a2b3c4d_0_7] WHERE [DataSync_Row] IN (
                    SELECT [DataSync_Row] FROM (
                        SELECT [DataSync_Row], ROW_NUMBER() OVER (PARTITION BY [LotNumber], CAST([Branch] AS char(12)) ORDER BY CASE WHEN CAST([LastUpdateDT] AS datetime2(6)) IS NULL THEN 1 ELSE 0 END, CAST([LastUpdateDT] AS datetime2(6)) DESC, [DataSync_Row] DESC) AS Place
                          FROM [#StagingLot_1a2b3c4d_0_7]) AS Placed
                     WHERE Place > 1)""", load(lot, 2, Optional.of("LastUpdateDT")).deleteDuplicates());
    }

    @Test
    void theLogShowsWhichRowsOfABatchWereDuplicatesByTheirNumber() {
        assertEquals(Optional.of("""
                SELECT TOP 5 [DataSync_Row] FROM (
                        SELECT [DataSync_Row], ROW_NUMBER() OVER (PARTITION BY [LotNumber] ORDER BY [DataSync_Row] DESC) AS Place
                          FROM [#StagingLot_1a2b3c4d_0_7]) AS Placed
                 WHERE Place > 1
                 ORDER BY [DataSync_Row]"""), load(lot, 1, Optional.empty()).sampleDuplicates());
    }

    @Test
    void namesThatAreNotPlainDoNotComeIntoTheStagingTable() {
        SqlServerTable odd =
                table(notNull("x]; --", SqlServerType.of("int")), column("\uD83D\uDD29", scaled("time", 6)));
        StagedLoad staged = load(odd, 1, Optional.empty());
        assertEquals("""
                CREATE TABLE [#StagingLot_1a2b3c4d_0_7] (
                    [DataSync_Column_0] int NULL,
                    [DataSync_Column_1] varchar(34) COLLATE Latin1_General_BIN2 NULL,
                    [DataSync_Row] bigint NOT NULL
                )""", staged.createStaging());
        assertEquals(
                "(SELECT [DataSync_Column_0] AS \"x]; --\", CAST([DataSync_Column_1] AS time(6)) AS [\uD83D\uDD29]"
                        + " FROM [#StagingLot_1a2b3c4d_0_7])",
                staged.source());
        assertEquals("#Staging_op1_0_0", StagedLoad.stagingName("x]; --", "op1", 0, 0));
    }

    @Test
    void aTableOf1024ColumnsLeavesNoRoomForARowNumber() {
        SqlServerTable wide = table(IntStream.range(0, 1024)
                .mapToObj(index -> column("c" + index, SqlServerType.of("int")))
                .toArray(SqlServerColumn[]::new));
        StagedLoad staged = load(wide, 1, Optional.of("c1"));
        assertEquals(Optional.empty(), staged.rowNumber());
        assertEquals(
                1024,
                staged.createStaging()
                        .lines()
                        .filter(line -> line.contains(" int "))
                        .count());
        assertEquals("""
                WITH Placed AS (
                    SELECT ROW_NUMBER() OVER (PARTITION BY [c0] ORDER BY CASE WHEN [c1] IS NULL THEN 1 ELSE 0 END, [c1] DESC, (SELECT NULL)) AS Place
                      FROM [#StagingLot_1a2b3c4d_0_7])
                DELETE FROM Placed WHERE Place > 1""", staged.deleteDuplicates());
        String update = new UpsertStatements(staged).update();
        assertEquals(2, update.split(" EXCEPT ", -1).length - 1, "compared in two parts");
        assertTrue(update.contains("EXISTS (SELECT s.[c1], s.[c2],"), update);
        assertTrue(update.contains("\n    OR EXISTS (SELECT s.[c801],"), update);
    }

    @Test
    void whatBulkCopyCannotPutStraightIntoATableIsStaged() {
        assertFalse(load(lot, 1, Optional.empty()).mustBeStaged());
        assertTrue(load(with(lot, TableTrait.BABELFISH), 1, Optional.empty()).mustBeStaged());
        SqlServerTable sparse = table(new SqlServerColumn(
                "All", SqlServerType.of("xml"), SqlServerColumn.Kind.COLUMN_SET, true, null, false, null));
        assertTrue(load(sparse, 1, Optional.empty()).mustBeStaged());
    }

    @Test
    void whereNamesDifferByTheirCaseOnlyTheExactOneIsTaken() {
        SqlServerTable table = table(column("id", SqlServerType.of("int")), column("ID", SqlServerType.of("bigint")));
        assertEquals("bigint", table.column("ID").orElseThrow().type().name());
        assertEquals("int", table.column("Id").orElseThrow().type().name());
    }

    @Test
    void withoutALastUpdateColumnTheLaterRowStays() {
        assertEquals("""
                DELETE FROM [#StagingLot_1a2b3c4d_0_7] WHERE [DataSync_Row] IN (
                    SELECT [DataSync_Row] FROM (
                        SELECT [DataSync_Row], ROW_NUMBER() OVER (PARTITION BY [LotNumber] ORDER BY [DataSync_Row] DESC) AS Place
                          FROM [#StagingLot_1a2b3c4d_0_7]) AS Placed
                     WHERE Place > 1)""", load(lot, 1, Optional.empty()).deleteDuplicates());
    }

    @Test
    void stagedRowsAreCopiedInTheDestinationsTypes() {
        assertEquals("""
                INSERT INTO [dbo].[Lot] ([LotNumber], [Branch], [Quantity], [LastUpdateDT])
                SELECT [LotNumber], CAST([Branch] AS char(12)), [Quantity], CAST([LastUpdateDT] AS datetime2(6))
                  FROM [#StagingLot_1a2b3c4d_0_7]""", load(lot, 2, Optional.empty()).copyAll());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x]; DROP TABLE canary--",
                "]",
                "]]",
                "[",
                "\"canary",
                "' canary",
                "a b",
                "SELECT",
                "\uD83D\uDD29 canary",
            })
    void inEveryStatementANameStandsForNothingButItself(String odd) {
        SqlServerTable plain = table(
                notNull("key", SqlServerType.of("int")),
                column("time", scaled("datetime2", 6)),
                column("value", nvarchar(30)));
        SqlServerTable hostile = table(
                        notNull(odd, SqlServerType.of("int")),
                        column(odd + "2", scaled("datetime2", 6)),
                        column(odd + "3", nvarchar(30)))
                .named(odd);
        List<String> expected = statements(plain, "time", "index");
        List<String> written = statements(hostile, odd + "2", odd);
        assertEquals(
                expected.stream().map(StagedLoadTest::withoutNames).toList(),
                written.stream().map(StagedLoadTest::withoutNames).toList());
        assertTrue(expected.stream().noneMatch(sql -> withoutNames(sql).contains("key")), expected.toString());
    }

    private static List<String> statements(SqlServerTable table, String time, String name) {
        StagedLoad load = load(table, 1, Optional.of(time));
        UpsertStatements upsert = new UpsertStatements(load);
        MassStatements mass = new MassStatements(table);
        SqlServerIndex index = index(name, false, false, time);
        List<String> statements = new ArrayList<>(List.of(
                load.createStaging(),
                load.countStaged(),
                load.deleteDuplicates(),
                load.copyAll(),
                load.dropStaging(),
                upsert.merge(),
                upsert.update(),
                upsert.insert(),
                mass.hasRows(),
                mass.empty(),
                mass.disable(index),
                mass.rebuild(index),
                mass.drop(index),
                mass.create(index)));
        statements.addAll(mass.createShadow(name));
        statements.addAll(mass.completeShadow(name));
        statements.addAll(mass.switchIn(name));
        statements.addAll(mass.copyIn(name));
        statements.addAll(mass.applyDifference(name, load.keys()));
        return statements;
    }

    /** What is left where SQL Server would see a name, or one name for another. */
    private static String withoutNames(String sql) {
        return sql.replaceAll("\\[[^\\]]*\\]|\"(?:[^\"]|\"\")*\"", "[]").replace("[] AS []", "[]");
    }
}
