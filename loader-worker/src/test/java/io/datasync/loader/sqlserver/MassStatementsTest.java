package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.index;
import static io.datasync.loader.sqlserver.TestingColumns.indexed;
import static io.datasync.loader.sqlserver.TestingColumns.keys;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.primaryKey;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static io.datasync.loader.sqlserver.TestingColumns.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
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
        assertEquals("DELETE FROM [dbo].[Lot]", new MassStatements(with(lot, TableTrait.REFERENCED)).empty());
    }

    @Test
    void aForeignKeyThatWouldDeleteOrChangeOthersIsLookedForInATableWithRows() {
        assertEquals(
                "SELECT TOP 1 f.name, OBJECT_NAME(f.parent_object_id) FROM sys.foreign_keys AS f"
                        + " WHERE f.referenced_object_id = OBJECT_ID(?) AND f.parent_object_id <> f.referenced_object_id"
                        + " AND f.delete_referential_action > 0 AND f.is_disabled = 0 AND EXISTS (SELECT 1 FROM [dbo].[Lot])",
                ForeignKeys.thatAct(lot));
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
        assertEquals("ALTER INDEX \"IX]1\" ON [dbo].[Lot] DISABLE", mass.disable(index));
        assertEquals("ALTER INDEX \"IX]1\" ON [dbo].[Lot] REBUILD", mass.rebuild(index));
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

    @Test
    void whatCannotBeTruncatedIsDeleted() {
        for (TableTrait trait : List.of(
                TableTrait.SYSTEM_VERSIONED, TableTrait.CAPTURED, TableTrait.REPLICATED, TableTrait.INDEXED_VIEW)) {
            assertEquals("DELETE FROM [dbo].[Lot]", new MassStatements(with(lot, trait)).empty());
        }
        assertEquals("TRUNCATE TABLE [dbo].[Lot]", new MassStatements(with(lot, TableTrait.PARTITIONED)).empty());
    }

    @Test
    void aDroppedIndexIsCreatedAsItWas() {
        SqlServerIndex index = new SqlServerIndex(
                        "IX",
                        "NONCLUSTERED",
                        false,
                        false,
                        false,
                        false,
                        "([Status]>'A')",
                        List.of(new SqlServerIndex.Key("Status", true), new SqlServerIndex.Key("Site", false)),
                        List.of("LotId"))
                .placed(false, " WITH (FILLFACTOR = 90, DATA_COMPRESSION = PAGE) ON [INDEXES]");
        MassStatements mass = new MassStatements(lot);
        assertEquals("DROP INDEX [IX] ON [dbo].[Lot]", mass.drop(index));
        assertEquals(
                "CREATE NONCLUSTERED INDEX [IX] ON [dbo].[Lot] ([Status] DESC, [Site]) INCLUDE ([LotId])"
                        + " WHERE ([Status]>'A') WITH (FILLFACTOR = 90, DATA_COMPRESSION = PAGE) ON [INDEXES]",
                mass.create(index));
    }

    @Test
    void anIndexOnPartitionsIsNotDroppedNorIsOneThatGuardsOrOrders() {
        SqlServerIndex plain = index("IX", false, false, "Status");
        assertTrue(plain.mayBeDropped());
        assertFalse(plain.placed(true, "").mayBeDropped());
        assertFalse(index("UX", true, false, "Status").mayBeDropped());
        assertFalse(primaryKey("LotId").mayBeDropped());
        for (String kind : List.of("CLUSTERED", "CLUSTERED COLUMNSTORE", "XML", "SPATIAL", "NONCLUSTERED HASH")) {
            SqlServerIndex other =
                    new SqlServerIndex("I", kind, false, false, false, false, "", keys("Status"), List.of());
            assertFalse(other.mayBeDisabled(), kind);
        }
    }

    @Test
    void theShadowLiesWhereItsTableLiesAndIsAlikeInCompressionAndSparseColumns() {
        SqlServerTable table = new SqlServerTable(
                "dbo",
                "Lot",
                List.of(
                        notNull("LotId", SqlServerType.of("int")),
                        special("Note", SqlServerColumn.Kind.SPARSE, nvarchar(10)),
                        special("All", SqlServerColumn.Kind.COLUMN_SET, SqlServerType.of("xml")),
                        special("Guid", SqlServerColumn.Kind.ROWGUIDCOL, SqlServerType.of("uniqueidentifier"))),
                List.of(primaryKey("LotId").placed(false, " WITH (DATA_COMPRESSION = PAGE) ON [DATA]")),
                List.of(),
                Set.of(),
                " ON [DATA] TEXTIMAGE_ON [LOBS]");
        assertEquals(
                List.of(
                        """
                        CREATE TABLE [dbo].[S] (
                            [LotId] int NOT NULL,
                            [Note] nvarchar(10) COLLATE Latin1_General_CI_AS SPARSE NULL,
                            [All] xml COLUMN_SET FOR ALL_SPARSE_COLUMNS,
                            [Guid] uniqueidentifier NULL ROWGUIDCOL
                        ) ON [DATA] TEXTIMAGE_ON [LOBS]""",
                        "ALTER TABLE [dbo].[S] ADD PRIMARY KEY CLUSTERED ([LotId]) WITH (DATA_COMPRESSION = PAGE) ON [DATA]"),
                new MassStatements(table).createShadow("S"));
    }

    @Test
    void aShadowThatIsSwitchedHasARowversionAndOneThatIsCopiedHasNone() {
        SqlServerTable table = indexed(
                table(notNull("LotId", SqlServerType.of("int")), column("Version", SqlServerType.of("timestamp"))),
                primaryKey("LotId"),
                index("UX", true, false, "Version"));
        assertEquals(3, new MassStatements(table).createShadow("S").size());
        assertEquals(
                List.of(
                        "CREATE TABLE [dbo].[S] (\n    [LotId] int NOT NULL\n)",
                        "ALTER TABLE [dbo].[S] ADD PRIMARY KEY CLUSTERED ([LotId])"),
                new MassStatements(with(table, TableTrait.BABELFISH)).createShadow("S"));
    }

    @Test
    void thePeriodOfASystemVersionedTableIsNeitherInItsShadowNorCopied() {
        SqlServerTable table = table(
                notNull("LotId", SqlServerType.of("int")),
                column("Status", nvarchar(10)),
                special("ValidFrom", SqlServerColumn.Kind.GENERATED_ALWAYS, scaled("datetime2", 7)));
        MassStatements mass = new MassStatements(with(table, TableTrait.SYSTEM_VERSIONED));
        assertEquals(List.of("""
                        CREATE TABLE [dbo].[S] (
                            [LotId] int NOT NULL,
                            [Status] nvarchar(10) COLLATE Latin1_General_CI_AS NULL
                        )"""), mass.createShadow("S"));
        assertEquals(
                "INSERT INTO [dbo].[Lot] ([LotId], [Status])\nSELECT [LotId], [Status]\n  FROM [dbo].[S]",
                mass.copyIn("S").get(1));
    }

    @Test
    void whereThereIsNoSwitchOnlyWhatDiffersIsWritten() {
        SqlServerTable table = table(notNull("LotId", SqlServerType.of("int")), column("Status", nvarchar(10)));
        assertEquals(
                List.of("""
                        DELETE t
                          FROM [dbo].[Lot] AS t
                         WHERE NOT EXISTS (
                               SELECT 1
                                 FROM [dbo].[S] AS s
                                WHERE t.[LotId] = s.[LotId])""", """
                        UPDATE t
                           SET [Status] = s.[Status]
                          FROM [dbo].[Lot] AS t WITH (HOLDLOCK, UPDLOCK)
                          JOIN [dbo].[S] AS s
                            ON t.[LotId] = s.[LotId]
                         WHERE EXISTS (SELECT CAST(s.[Status] AS varbinary(8000)), DATALENGTH(s.[Status]) EXCEPT SELECT CAST(t.[Status] AS varbinary(8000)), DATALENGTH(t.[Status]))""", """
                        INSERT INTO [dbo].[Lot] ([LotId], [Status])
                        SELECT s.[LotId], s.[Status]
                          FROM [dbo].[S] AS s
                         WHERE NOT EXISTS (
                               SELECT 1
                                 FROM [dbo].[Lot] AS t WITH (HOLDLOCK, UPDLOCK)
                                WHERE t.[LotId] = s.[LotId])""", "DROP TABLE [dbo].[S]"),
                new MassStatements(table)
                        .applyDifference("S", List.of(table.columns().get(0))));
    }

    private static SqlServerColumn special(String name, SqlServerColumn.Kind kind, SqlServerType type) {
        return new SqlServerColumn(name, type, kind, true, null, false, null);
    }
}
