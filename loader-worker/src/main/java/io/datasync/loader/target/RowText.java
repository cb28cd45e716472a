package io.datasync.loader.target;

import io.datasync.rows.Chunk;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A row as people read it: numbers as decimals, times in ISO-8601, bytes in hexadecimal. */
public final class RowText {
    private RowText() {}

    /** The row's values by the source's column names, in its order; null for NULL. */
    public static Map<String, @Nullable String> of(Chunk chunk, int row) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        List<Column> columns = chunk.schema().columns();
        for (int index = 0; index < columns.size(); index++) {
            FieldVector vector = chunk.vector(index);
            Column column = columns.get(index);
            texts.put(column.name(), vector.isNull(row) ? null : text(vector, row, column.type()));
        }
        return texts;
    }

    private static String text(FieldVector vector, int row, ColumnType type) {
        if (vector instanceof VarCharVector texts) {
            return new String(texts.get(row), StandardCharsets.UTF_8);
        } else if (vector instanceof BitVector bits) {
            return bits.get(row) == 0 ? "false" : "true";
        } else if (vector instanceof Float4Vector floats) {
            return Float.toString(floats.get(row));
        } else if (vector instanceof Float8Vector doubles) {
            return Double.toString(doubles.get(row));
        } else if (vector instanceof VarBinaryVector binaries) {
            return HexFormat.of().formatHex(binaries.get(row));
        } else if (vector instanceof FixedSizeBinaryVector uuids) {
            return uuid(uuids, row).toString();
        } else if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(row)).toString();
        } else if (vector instanceof TimeNanoVector times) {
            return LocalTime.ofNanoOfDay(times.get(row)).toString();
        } else if (type instanceof ColumnType.Timestamp) {
            return dateTime(vector, row, type).toString();
        } else if (type instanceof ColumnType.TimestampTz) {
            return dateTime(vector, row, type) + "Z";
        }
        return new BigDecimal(Numbers.unscaledAt(vector, row), Numbers.scale(type)).toPlainString();
    }

    private static LocalDateTime dateTime(FieldVector vector, int row, ColumnType type) {
        long value = TemporalUnits.at(vector, row);
        long unitsPerSecond = TemporalUnits.perSecond(type);
        int nanos = (int) (Math.floorMod(value, unitsPerSecond) * (1_000_000_000 / unitsPerSecond));
        return LocalDateTime.ofEpochSecond(Math.floorDiv(value, unitsPerSecond), nanos, ZoneOffset.UTC);
    }

    private static UUID uuid(FixedSizeBinaryVector uuids, int row) {
        ByteBuffer bytes = ByteBuffer.wrap(uuids.get(row));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
