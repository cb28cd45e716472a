package io.datasync.fetcher;

import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a stream as objects.
 *
 * @param rows values in the order of the schema; text as String
 * @param rejects what was rejected, and the rejected rows in text form
 */
public record FetchedRows(
        RowSchema schema,
        List<List<@Nullable Object>> rows,
        List<RejectedRow> rejects,
        List<Map<String, @Nullable String>> rejectedRows) {

    /** Reads to the end and closes the stream. */
    public static FetchedRows of(RowStream stream) {
        try (stream;
                BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(stream.schema()), allocator)) {
            FetchedRows fetched =
                    new FetchedRows(stream.schema(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            root.allocateNew();
            int row = 0;
            for (boolean more = true; more; ) {
                try {
                    more = stream.next(root, row);
                    row += more ? 1 : 0;
                } catch (RejectedRow rejected) {
                    fetched.rejects.add(rejected);
                    fetched.rejectedRows.add(stream.rowAsText());
                }
            }
            root.setRowCount(row);
            for (int index = 0; index < row; index++) {
                fetched.rows.add(values(root, index));
            }
            return fetched;
        }
    }

    /** The one value of the one row. */
    public @Nullable Object value() {
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("Not one value: " + rows + ", rejected: " + rejects);
        }
        return rows.get(0).get(0);
    }

    public List<@Nullable Object> column(String name) {
        int index = schema.indexOf(name).orElseThrow();
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(index)));
        return values;
    }

    public static List<@Nullable Object> values(VectorSchemaRoot root, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            Object value = vector.getObject(row);
            values.add(value instanceof Text text ? text.toString() : value);
        }
        return values;
    }
}
