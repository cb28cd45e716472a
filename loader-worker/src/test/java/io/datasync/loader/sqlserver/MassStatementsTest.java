package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.index;
import static io.datasync.loader.sqlserver.TestingColumns.indexed;
import static io.datasync.loader.sqlserver.TestingColumns.keys;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.primaryKey;
import static io.datasync.loader.sqlserver.TestingColumns.referenced;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MassStatementsTest {
    private final SqlServerTable lot = table(
            notNull("LotId", SqlServerType.of("int")),
            column("Status", nvarchar(10)),
            new SqlServerColumn("Site", SqlServerType.of("int"), false, "((7))", false, null),
            new SqlServerColumn("Doubled", SqlServerType.of("int"), true, null, false, "([LotId]*(2)) PERSISTED"));

    @Test
    void aTableIsTruncated() {
        assertEquals("TRUNCATE TABLE [dbo].[Lot]", new MassStatements(lot).empty());
    }

    @Test
    void aTableThatSomethingLeansOnIsEmptiedByDelete() {
        assertEquals("DELETE FROM [dbo].[Lot]", new MassStatements(referenced(lot)).empty());
    }

    @Test
    void onlyPlainNonclusteredIndexesMayBeDisabled() {
        assertTrue(index("IX", false, false, "Status").mayBeDisabled());
        assertFalse(index("IX", false, true, "Status").mayBeDisabled(), "somebody else disabled it");
        assertFalse(index("UX", true, false, "Status").mayBeDisabled(), "it keeps duplicates out");
        assertFalse(primaryKey("LotId").mayBeDisabled());
        SqlServerIndex clustered =
                new SqlServerIndex("CX", "CLUSTERED", false, false, false, false, "", keys("Status"), List.of());
        assertFalse(clustered.mayBeDisabled(), "without it the table cannot be read");
    }

    @Test
    void indexesAreDisabledAndRebuiltByName() {
        MassStatements mass = new MassStatements(lot);
        SqlServerIndex index = index("IX]1", false, false, "Status");
        assertEquals("ALTER INDEX [IX]]1] ON [dbo].[Lot] DISABLE", mass.disable(index));
        assertEquals("ALTER INDEX [IX]]1] ON [dbo].[Lot] REBUILD", mass.rebuild(index));
    }

    @Test
    void theShadowHasTheColumnsAndTheIndexesThatOrderItOrKeepItUnique() {
        SqlServerTable table = indexed(
                lot, primaryKey("LotId"), index("IX", false, false, "Status"), index("UX", true, false, "Status"));
        assertEquals(
                List.of(
                        """
                        CREATE TABLE [dbo].[Lot_shadow_op1] (
                            [LotId] int NOT NULL,
                            [Status] nvarchar(10) COLLATE Latin1_General_CI_AS NULL,
                            [Site] int NOT NULL DEFAULT ((7)),
                            [Doubled] AS ([LotId]*(2)) PERSISTED
                        )""",
                        "ALTER TABLE [dbo].[Lot_shadow_op1] ADD PRIMARY KEY CLUSTERED ([LotId])",
                        "CREATE UNIQUE NONCLUSTERED INDEX [UX] ON [dbo].[Lot_shadow_op1] ([Status])"),
                new MassStatements(table).createShadow("Lot_shadow_op1"));
    }

    @Test
    void theRestFollowsWhenTheRowsAreIn() {
        SqlServerIndex covering = new SqlServerIndex(
                "IX",
                "NONCLUSTERED",
                false,
                false,
                false,
                false,
                "([Status] IS NOT NULL)",
                List.of(new SqlServerIndex.Key("Status", true)),
                List.of("LotId"));
        SqlServerIndex columnstore = new SqlServerIndex(
                "CS", "NONCLUSTERED COLUMNSTORE", false, false, false, false, "", List.of(), List.of("LotId"));
        SqlServerTable table = indexed(
                        lot, primaryKey("LotId"), covering, columnstore, index("OFF", false, true, "Status"))
                .with(List.of("CHECK ([LotId]>(0))"));
        assertEquals(
                List.of(
                        "CREATE NONCLUSTERED INDEX [IX] ON [dbo].[S] ([Status] DESC) INCLUDE ([LotId]) WHERE ([Status] IS NOT NULL)",
                        "CREATE NONCLUSTERED COLUMNSTORE INDEX [CS] ON [dbo].[S] ([LotId])",
                        "ALTER TABLE [dbo].[S] WITH CHECK ADD CHECK ([LotId]>(0))"),
                new MassStatements(table).completeShadow("S"));
    }

    @Test
    void theShadowIsSwitchedInRightAfterTheTruncate() {
        assertEquals(
                List.of(
                        "TRUNCATE TABLE [dbo].[Lot]",
                        "ALTER TABLE [dbo].[S] SWITCH TO [dbo].[Lot]",
                        "DROP TABLE [dbo].[S]"),
                new MassStatements(lot).switchIn("S"));
    }

    @Test
    void whereThereIsNoSwitchTheRowsAreCopiedWithoutComputedColumns() {
        assertEquals(
                List.of(
                        "DELETE FROM [dbo].[Lot]",
                        "INSERT INTO [dbo].[Lot] ([LotId], [Status], [Site])\nSELECT [LotId], [Status], [Site]\n  FROM [dbo].[S]",
                        "DROP TABLE [dbo].[S]"),
                new MassStatements(lot).copyIn("S"));
    }

    @Test
    void theShadowsNameKeepsTheOperationIdHoweverLongTheTables() {
        String operationId = "1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809";
        String name = MassStatements.shadowName("T".repeat(128), operationId);
        assertEquals(128, name.length());
        assertTrue(name.endsWith("_" + operationId), name);
    }
}
