package io.datasync.verify;

import io.datasync.loader.target.RowText;
import io.datasync.loader.target.TemporalUnits;
import io.datasync.rows.Chunk;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The rows of one side in the form that they are compared in, one after the other. */
final class RowForms {
    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int MOST_CHARACTERS = 100;

    private final ComparedColumns columns;
    private final int[] positions;
    private final List<ColumnType> types;
    private final ValueForm[] forms;
    private final FieldVector[] vectors;
    private final FormBytes bytes = new FormBytes();
    /** Where the form of each column ends. */
    private final int[] ends;

    /**
     * Rows of a schema.
     *
     * @param position of each compared column in the schema
     */
    RowForms(ComparedColumns columns, RowSchema schema, IntUnaryOperator position) {
        int count = columns.pairs().size();
        this.columns = columns;
        this.positions = new int[count];
        this.types = new ArrayList<>();
        this.forms = new ValueForm[count];
        this.vectors = new FieldVector[count];
        this.ends = new int[count];
        for (int column = 0; column < count; column++) {
            positions[column] = position.applyAsInt(column);
            ColumnType type = schema.columns().get(positions[column]).type();
            types.add(type);
            forms[column] = ValueForms.of(type, columns.pairs().get(column).target(), column < columns.keys());
        }
    }

    /** Takes the rows from that chunk from now on. */
    void show(Chunk chunk) {
        for (int column = 0; column < positions.length; column++) {
            vectors[column] = chunk.vector(positions[column]);
        }
    }

    /** Takes that row from now on. */
    void move(int row) {
        bytes.clear();
        for (int column = 0; column < forms.length; column++) {
            if (vectors[column].isNull(row)) {
                bytes.putByte(NULL);
            } else {
                bytes.putByte(VALUE);
                forms[column].put(vectors[column], row, bytes);
            }
            ends[column] = bytes.size();
        }
    }

    /** The hash of the row's key. */
    long keyHash() {
        return bytes.hash(0, ends[columns.keys() - 1]);
    }

    /** The hash of all of the row. */
    long rowHash() {
        return bytes.hash(0, bytes.size());
    }

    /** The row as it is kept to be looked at. */
    KeptRow keep(Chunk chunk, int row, boolean aside) {
        Map<String, @Nullable String> named = RowText.of(chunk, row);
        List<@Nullable String> values = new ArrayList<>(named.values());
        List<@Nullable String> texts = new ArrayList<>();
        long[] hashes = new long[forms.length];
        for (int column = 0; column < forms.length; column++) {
            String text = values.get(positions[column]);
            texts.add(column < columns.keys() ? text : cut(text));
            hashes[column] = bytes.hash(column == 0 ? 0 : ends[column - 1], ends[column]);
        }
        int endOfKey = ends[columns.keys() - 1];
        return new KeptRow(bytes.text(endOfKey), bytes.hash(endOfKey, bytes.size()), hashes, texts, stamp(row), aside);
    }

    private @Nullable Instant stamp(int row) {
        if (columns.stamp().isEmpty() || vectors[columns.stamp().get()].isNull(row)) {
            return null;
        }
        int column = columns.stamp().get();
        if (vectors[column] instanceof DateDayVector days) {
            return Instant.ofEpochSecond(days.get(row) * SECONDS_PER_DAY);
        }
        long units = TemporalUnits.perSecond(types.get(column));
        long value = TemporalUnits.at(vectors[column], row);
        return Instant.ofEpochSecond(
                Math.floorDiv(value, units), Math.floorMod(value, units) * (1_000_000_000 / units));
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, MOST_CHARACTERS) + "… (" + text.length() + " characters)";
    }
}
