package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.load;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UpsertStatementsTest {
    private final SqlServerTable lot = table(
            notNull("LotId", SqlServerType.of("int")),
            column("Status", nvarchar(10)),
            column("LastUpdateDT", scaled("datetime2", 6)));

    @Test
    void mergeUpdatesWhatIsNewerAndDifferentAndCountsByAction() {
        assertEquals("""
                DECLARE @Actions TABLE (Action nvarchar(10) NOT NULL);
                MERGE [dbo].[Lot] WITH (HOLDLOCK, UPDLOCK) AS t
                USING (SELECT [LotId], [Status], CAST([LastUpdateDT] AS datetime2(6)) AS [LastUpdateDT] FROM [#StagingLot_1a2b3c4d_0_7]) AS s
                   ON t.[LotId] = s.[LotId]
                WHEN MATCHED AND (t.[LastUpdateDT] IS NULL OR s.[LastUpdateDT] >= t.[LastUpdateDT]) AND EXISTS (SELECT CAST(s.[Status] AS varbinary(8000)), DATALENGTH(s.[Status]), s.[LastUpdateDT] EXCEPT SELECT CAST(t.[Status] AS varbinary(8000)), DATALENGTH(t.[Status]), t.[LastUpdateDT]) THEN
                    UPDATE SET [Status] = s.[Status], [LastUpdateDT] = s.[LastUpdateDT]
                WHEN NOT MATCHED BY TARGET THEN
                    INSERT ([LotId], [Status], [LastUpdateDT])
                    VALUES (s.[LotId], s.[Status], s.[LastUpdateDT])
                OUTPUT $action INTO @Actions;
                SELECT COUNT_BIG(CASE WHEN Action = N'INSERT' THEN 1 END) AS Inserted,
                       COUNT_BIG(CASE WHEN Action = N'UPDATE' THEN 1 END) AS Updated
                  FROM @Actions;""", new UpsertStatements(load(lot, 1, Optional.of("LastUpdateDT"))).merge());
    }

    @Test
    void withoutALastUpdateColumnEveryDifferenceIsTaken() {
        String merge = new UpsertStatements(load(lot, 1, Optional.empty())).merge();
        assertTrue(merge.contains("WHEN MATCHED AND EXISTS (SELECT"), merge);
    }

    @Test
    void mergeOfKeysOnlyHasNothingToUpdate() {
        SqlServerTable keys = table(notNull("a", SqlServerType.of("int")), notNull("b", SqlServerType.of("int")));
        UpsertStatements statements = new UpsertStatements(load(keys, 2, Optional.empty()));
        assertEquals("""
                DECLARE @Actions TABLE (Action nvarchar(10) NOT NULL);
                MERGE [dbo].[Lot] WITH (HOLDLOCK, UPDLOCK) AS t
                USING (SELECT [a], [b] FROM [#StagingLot_1a2b3c4d_0_7]) AS s
                   ON t.[a] = s.[a] AND t.[b] = s.[b]
                WHEN NOT MATCHED BY TARGET THEN
                    INSERT ([a], [b])
                    VALUES (s.[a], s.[b])
                OUTPUT $action INTO @Actions;
                SELECT COUNT_BIG(CASE WHEN Action = N'INSERT' THEN 1 END) AS Inserted,
                       COUNT_BIG(CASE WHEN Action = N'UPDATE' THEN 1 END) AS Updated
                  FROM @Actions;""", statements.merge());
        assertFalse(statements.hasUpdate());
    }

    @Test
    void updateTouchesWhatIsNewerAndDifferent() {
        assertEquals("""
                UPDATE t
                   SET [Status] = s.[Status], [LastUpdateDT] = s.[LastUpdateDT]
                  FROM [dbo].[Lot] AS t WITH (HOLDLOCK, UPDLOCK)
                  JOIN (SELECT [LotId], [Status], CAST([LastUpdateDT] AS datetime2(6)) AS [LastUpdateDT] FROM [#StagingLot_1a2b3c4d_0_7]) AS s
                    ON t.[LotId] = s.[LotId]
                 WHERE (t.[LastUpdateDT] IS NULL OR s.[LastUpdateDT] >= t.[LastUpdateDT]) AND EXISTS (SELECT CAST(s.[Status] AS varbinary(8000)), DATALENGTH(s.[Status]), s.[LastUpdateDT] EXCEPT SELECT CAST(t.[Status] AS varbinary(8000)), DATALENGTH(t.[Status]), t.[LastUpdateDT])""", new UpsertStatements(load(lot, 1, Optional.of("LastUpdateDT"))).update());
    }

    @Test
    void insertAddsTheKeysThatAreNotThere() {
        assertEquals("""
                INSERT INTO [dbo].[Lot] ([LotId], [Status], [LastUpdateDT])
                SELECT s.[LotId], s.[Status], s.[LastUpdateDT]
                  FROM (SELECT [LotId], [Status], CAST([LastUpdateDT] AS datetime2(6)) AS [LastUpdateDT] FROM [#StagingLot_1a2b3c4d_0_7]) AS s
                 WHERE NOT EXISTS (
                       SELECT 1
                         FROM [dbo].[Lot] AS t WITH (HOLDLOCK, UPDLOCK)
                        WHERE t.[LotId] = s.[LotId])""", new UpsertStatements(load(lot, 1, Optional.of("LastUpdateDT"))).insert());
    }

    @Test
    void anIdentityColumnIsInsertedButNeverUpdated() {
        SqlServerTable table = table(
                notNull("LotId", SqlServerType.of("int")),
                new SqlServerColumn("Number", SqlServerType.of("int"), false, null, true, null));
        UpsertStatements statements = new UpsertStatements(load(table, 1, Optional.empty()));
        assertFalse(statements.hasUpdate());
        assertTrue(statements.insert().contains("([LotId], [Number])"));
    }
}
