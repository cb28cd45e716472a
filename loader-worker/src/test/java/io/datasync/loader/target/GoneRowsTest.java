package io.datasync.loader.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.loader.TestingTables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statement texts; what they do is for the contract suite. */
final class GoneRowsTest {
    private static final TargetTable LOT = new TargetTable(
            "dbo",
            "Lot",
            List.of(
                    column("Id", TargetType.Int.BITS_32),
                    column("Site", TargetType.Int.BITS_32),
                    column("Gone", new TargetType.Bool()),
                    column("GoneAt", TargetType.Timestamp.ofPrecision(3))),
            List.of());
    private final TableConfig lot = TestingTables.table("Lot", "id,site", "");

    private static TargetColumn column(String name, TargetType type) {
        return new TargetColumn(name, type, "some", true, false, false, false);
    }

    private GoneRows sqlServer(TableConfig table) {
        return new GoneRows(SqlDialect.SQLSERVER, table, LOT, "[c].[keys]");
    }

    @Test
    void onSqlServerRowsAreCountedWithoutLimitAndDeletedByAntiJoin() {
        GoneRows gone = sqlServer(TestingTables.with(lot, TestingTables.removing(5)));
        assertEquals("SELECT COUNT_BIG(*) FROM [c].[keys]", gone.countStaged());
        assertEquals("SELECT COUNT_BIG(*) FROM [dbo].[Lot] AS t", gone.countRows());
        assertEquals(
                "SELECT COUNT_BIG(*) FROM [dbo].[Lot] AS t WHERE NOT EXISTS (SELECT 1 FROM [c].[keys] AS s WHERE"
                        + " s.[Id] = t.[Id] AND s.[Site] = t.[Site])",
                gone.countGone());
        assertEquals(
                "DELETE t FROM [dbo].[Lot] AS t WHERE NOT EXISTS (SELECT 1 FROM [c].[keys] AS s WHERE"
                        + " s.[Id] = t.[Id] AND s.[Site] = t.[Site])",
                gone.change());
    }

    @Test
    void onSqlServerAMarkIsATimeInUtcOrABit() {
        TableConfig timed = TestingTables.with(lot, TestingTables.marking("goneat", 5));
        assertEquals(
                "SELECT COUNT_BIG(*) FROM [dbo].[Lot] AS t WHERE t.[GoneAt] IS NULL",
                sqlServer(timed).countRows());
        assertEquals(
                "UPDATE t SET [GoneAt] = SYSUTCDATETIME() FROM [dbo].[Lot] AS t WHERE NOT EXISTS (SELECT 1 FROM"
                        + " [c].[keys] AS s WHERE s.[Id] = t.[Id] AND s.[Site] = t.[Site]) AND t.[GoneAt] IS NULL",
                sqlServer(timed).change());
        TableConfig flagged = TestingTables.with(lot, TestingTables.marking("Gone", 5));
        assertEquals(
                "UPDATE t SET [Gone] = 1 FROM [dbo].[Lot] AS t WHERE NOT EXISTS (SELECT 1 FROM"
                        + " [c].[keys] AS s WHERE s.[Id] = t.[Id] AND s.[Site] = t.[Site])"
                        + " AND (t.[Gone] IS NULL OR t.[Gone] = 0)",
                sqlServer(flagged).change());
        assertEquals(
                "UPDATE t SET [Gone] = 0 FROM [dbo].[Lot] AS t WHERE t.[Gone] = 1 AND EXISTS (SELECT 1 FROM"
                        + " [c].[keys] AS s WHERE s.[Id] = t.[Id] AND s.[Site] = t.[Site])",
                sqlServer(flagged).takeBack(MarkColumn.of(flagged, LOT).orElseThrow()));
    }

    @Test
    void onPostgreSqlTheSameIsWrittenItsOwnWay() {
        TableConfig timed = TestingTables.with(lot, TestingTables.marking("GoneAt", 5));
        GoneRows gone = new GoneRows(SqlDialect.POSTGRESQL, timed, LOT, "keys");
        assertEquals(
                "UPDATE \"dbo\".\"Lot\" AS t SET \"GoneAt\" = now() AT TIME ZONE 'UTC' WHERE NOT EXISTS (SELECT 1 FROM"
                        + " keys AS s WHERE s.\"Id\" = t.\"Id\" AND s.\"Site\" = t.\"Site\") AND t.\"GoneAt\" IS NULL",
                gone.change());
    }
}
