package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.decimal;
import static io.datasync.loader.sqlserver.TestingColumns.load;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static io.datasync.loader.sqlserver.TestingColumns.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
        assertEquals("DataSync_Row_", load(table, 1, Optional.empty()).rowNumber());
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

    @Test
    void namesStandForNothingButThemselves() {
        SqlServerTable table = table(notNull("a] int); DROP TABLE x; --", SqlServerType.of("int")));
        assertTrue(load(table, 1, Optional.empty()).createStaging().contains("[a]] int); DROP TABLE x; --] int NULL"));
    }
}
