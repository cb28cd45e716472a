package io.datasync.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.rows.ColumnType.Binary;
import io.datasync.rows.ColumnType.Bool;
import io.datasync.rows.ColumnType.Date;
import io.datasync.rows.ColumnType.Decimal;
import io.datasync.rows.ColumnType.Float32;
import io.datasync.rows.ColumnType.Float64;
import io.datasync.rows.ColumnType.Int16;
import io.datasync.rows.ColumnType.Int32;
import io.datasync.rows.ColumnType.Int64;
import io.datasync.rows.ColumnType.Text;
import io.datasync.rows.ColumnType.Time;
import io.datasync.rows.ColumnType.Timestamp;
import io.datasync.rows.ColumnType.TimestampTz;
import io.datasync.rows.ColumnType.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnTypeTest {
    /** One or more of every type there is. */
    static Stream<ColumnType> everyType() {
        return Stream.of(
                new Bool(),
                new Int16(),
                new Int32(),
                new Int64(),
                new Float32(),
                new Float64(),
                new Decimal(1, 0),
                new Decimal(15, 4),
                new Decimal(38, 38),
                new Text(0),
                new Text(30),
                new Binary(0),
                new Binary(999_999_999),
                new Date(),
                new Time(0),
                new Time(9),
                new Timestamp(0),
                new Timestamp(6),
                new Timestamp(7),
                new Timestamp(9),
                new TimestampTz(3),
                new TimestampTz(9),
                new Uuid());
    }

    @Test
    void everyPermittedTypeIsInTheList() {
        assertEquals(
                Arrays.stream(ColumnType.class.getPermittedSubclasses()).toList(),
                everyType().<Class<?>>map(Object::getClass).distinct().toList());
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void theTextFormSaysItAll(ColumnType type) {
        assertEquals(type, ColumnType.parse(type.text()));
    }

    @Test
    void theTextFormIsFixedAsItTravels() {
        assertEquals(
                "bool int16 int32 int64 float32 float64 decimal(1,0) decimal(15,4) decimal(38,38) text(0) text(30) "
                        + "binary(0) binary(999999999) date time(0) time(9) timestamp(0) timestamp(6) timestamp(7) "
                        + "timestamp(9) timestamptz(3) timestamptz(9) uuid",
                String.join(" ", everyType().map(ColumnType::text).toList()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "varchar(10)",
                "BOOL",
                "bool(1)",
                "date(3)",
                "text",
                "text()",
                "text(-1)",
                "text(1,2)",
                "text(007)",
                "text(99999999999)",
                "binary",
                "decimal",
                "decimal(5)",
                "decimal(0,0)",
                "decimal(39,0)",
                "decimal(5,6)",
                "decimal(5,2) ",
                "decimal(5, 2)",
                "time",
                "time(10)",
                "timestamp",
                "timestamptz(10)",
                "uuid(16)"
            })
    void anyOtherTextIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ColumnType.parse(text));
    }

    @Test
    void aSchemaFindsItsColumnsWhateverTheirCase() {
        RowSchema schema = new RowSchema(
                List.of(new Column("ItemId", new Int64(), false), new Column("Größe", new Text(5), true)));
        assertEquals(OptionalInt.of(0), schema.indexOf("ITEMID"));
        assertEquals(OptionalInt.of(1), schema.indexOf("grÖße"));
        assertEquals(OptionalInt.empty(), schema.indexOf("Item"));
    }

    @Test
    void aSchemaHasNoTwoColumnsThatDifferByCaseOnly() {
        List<Column> columns = List.of(new Column("Id", new Int64(), false), new Column("ID", new Int64(), false));
        assertThrows(IllegalArgumentException.class, () -> new RowSchema(columns));
    }

    @Test
    void aSchemaKeepsItsColumnsWhenTheListChanges() {
        List<Column> columns = new ArrayList<>(List.of(new Column("Id", new Int64(), false)));
        RowSchema schema = new RowSchema(columns);
        columns.clear();
        assertEquals(1, schema.columns().size());
    }
}
