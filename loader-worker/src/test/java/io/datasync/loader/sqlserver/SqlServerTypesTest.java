package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.decimal;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.loader.target.TargetType;
import io.datasync.loader.target.TargetType.LengthUnit;
import io.datasync.rows.ColumnType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SqlServerTypesTest {

    @Test
    void newColumnsHoldEveryValueOfTheSource() {
        assertEquals("decimal(15, 4)", SqlServerTypes.declaration(new ColumnType.Decimal(15, 4), false));
        assertEquals("nvarchar(30)", SqlServerTypes.declaration(new ColumnType.Text(30), false));
        assertEquals("nvarchar(max)", SqlServerTypes.declaration(new ColumnType.Text(4001), false));
        assertEquals("nvarchar(max)", SqlServerTypes.declaration(new ColumnType.Text(0), false));
        assertEquals("varbinary(8000)", SqlServerTypes.declaration(new ColumnType.Binary(8000), false));
        assertEquals("varbinary(max)", SqlServerTypes.declaration(new ColumnType.Binary(0), false));
        assertEquals("datetime2(6)", SqlServerTypes.declaration(new ColumnType.Timestamp(6), false));
        assertEquals("datetimeoffset(7)", SqlServerTypes.declaration(new ColumnType.TimestampTz(9), false));
        assertEquals("time(0)", SqlServerTypes.declaration(new ColumnType.Time(0), false));
        assertEquals("date", SqlServerTypes.declaration(new ColumnType.Date(), false));
        assertEquals("uniqueidentifier", SqlServerTypes.declaration(new ColumnType.Uuid(), false));
        assertEquals("bit", SqlServerTypes.declaration(new ColumnType.Bool(), false));
        assertEquals("smallint", SqlServerTypes.declaration(new ColumnType.Int16(), false));
        assertEquals("int", SqlServerTypes.declaration(new ColumnType.Int32(), false));
        assertEquals("bigint", SqlServerTypes.declaration(new ColumnType.Int64(), false));
        assertEquals("real", SqlServerTypes.declaration(new ColumnType.Float32(), false));
        assertEquals("float", SqlServerTypes.declaration(new ColumnType.Float64(), false));
    }

    @Test
    void aTextKeyIsAsLongAsAnIndexTakes() {
        assertEquals("nvarchar(450)", SqlServerTypes.declaration(new ColumnType.Text(0), true));
        assertEquals("nvarchar(30)", SqlServerTypes.declaration(new ColumnType.Text(30), true));
        assertEquals("varbinary(900)", SqlServerTypes.declaration(new ColumnType.Binary(0), true));
    }

    @Test
    void unicodeTextIsCountedInUtf16AndOtherTextInBytesOfItsCodePage() {
        assertEquals(new TargetType.Text(30, LengthUnit.UTF16_UNITS, null, true), SqlServerTypes.target(nvarchar(30)));
        assertEquals(new TargetType.Text(0, LengthUnit.UTF16_UNITS, null, true), SqlServerTypes.target(nvarchar(-1)));
        assertEquals(
                new TargetType.Text(20, LengthUnit.BYTES, Charset.forName("windows-1252"), true),
                SqlServerTypes.target(text("varchar", 20)));
        assertEquals(
                new TargetType.Text(20, LengthUnit.BYTES, StandardCharsets.UTF_8, true),
                SqlServerTypes.target(
                        new SqlServerType("varchar", 20, 0, 0, "Latin1_General_100_CI_AS_SC_UTF8", 65001)));
    }

    @Test
    void textOfAnUnknownCodePageTakesOnlyWhatAllCodePagesShare() {
        assertEquals(
                new TargetType.Text(20, LengthUnit.BYTES, StandardCharsets.US_ASCII, true),
                SqlServerTypes.target(new SqlServerType("varchar", 20, 0, 0, "Klingon_CI_AS", 12345)));
    }

    @Test
    void typesThatNothingIsLoadedIntoAreOther() {
        assertEquals(new TargetType.Other(), SqlServerTypes.target(SqlServerType.of("geography")));
        assertEquals(new TargetType.Other(), SqlServerTypes.target(SqlServerType.of("timestamp")));
    }

    @Test
    void declarationsAreWrittenAsDdlWritesThem() {
        assertEquals("nvarchar(30)", nvarchar(30).declaration());
        assertEquals("nvarchar(max)", nvarchar(-1).declaration());
        assertEquals("varchar(20)", text("varchar", 20).declaration());
        assertEquals("decimal(15, 4)", decimal(15, 4).declaration());
        assertEquals("datetime2(3)", scaled("datetime2", 3).declaration());
        assertEquals("datetime", SqlServerType.of("datetime").declaration());
        assertEquals(
                "varchar(20) COLLATE Latin1_General_CI_AS", text("varchar", 20).declarationWithCollation());
    }
}
