package io.datasync.loader.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.database.SqlDialect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements; that they delete what they should is seen where a table is healed. */
class DeleteByKeyTest {
    private static final List<TargetColumn> KEY = List.of(
            column("co\"de", new TargetType.Text(5, TargetType.LengthUnit.UTF16_UNITS, null, true), "nchar(5)"),
            column("line", TargetType.Int.BITS_32, "int"),
            column("hash", new TargetType.Binary(8), "binary(8)"),
            column("seen", TargetType.Timestamp.ofPrecision(7), "datetime2(7)"));

    private static TargetColumn column(String name, TargetType type, String typeName) {
        return new TargetColumn(name, type, typeName, false, false, false, false);
    }

    @Test
    void sqlServerCastsToTheColumnsTypeSoThatItsIndexIsUsed() {
        assertEquals(
                "DELETE FROM [dbo].[Lot] WHERE [co\"de] = ? AND [line] = CAST(? AS int)"
                        + " AND [hash] = CONVERT(binary(8), ?, 2) AND [seen] = CAST(? AS datetime2(7))",
                DeleteByKey.statement(SqlDialect.SQLSERVER, new TargetTable("dbo", "Lot", KEY, List.of()), KEY));
    }

    @Test
    void postgreSqlCastsTextTooAsItsTypeSaysWhatIsEqualAndDecodesBytes() {
        assertEquals(
                "DELETE FROM \"s\".\"lot\" WHERE \"co\"\"de\" = CAST(? AS nchar(5)) AND \"line\" = CAST(? AS int)"
                        + " AND \"hash\" = decode(?, 'hex') AND \"seen\" = CAST(? AS datetime2(7))",
                DeleteByKey.statement(SqlDialect.POSTGRESQL, new TargetTable("s", "lot", KEY, List.of()), KEY));
    }
}
