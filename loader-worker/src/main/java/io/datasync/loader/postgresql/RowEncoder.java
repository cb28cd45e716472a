package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.rows.Chunk;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Encodes rows of chunks as COPY BINARY has them, straight from the vectors. */
final class RowEncoder {
    private static final int NULL = -1;

    private final List<ColumnPair> pairs;
    private final ColumnEncoder[] encoders;
    private final FieldVector[] vectors;
    private final boolean[] hasNulls;

    RowEncoder(List<ColumnPair> pairs) {
        this.pairs = List.copyOf(pairs);
        this.encoders = pairs.stream().map(ColumnEncoders::of).toArray(ColumnEncoder[]::new);
        this.vectors = new FieldVector[pairs.size()];
        this.hasNulls = new boolean[pairs.size()];
    }

    /** Takes the rows from that chunk from now on. */
    void show(Chunk chunk) {
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = chunk.vector(pairs.get(index).index());
            hasNulls[index] = vectors[index].getNullCount() > 0;
        }
    }

    int fields() {
        return vectors.length;
    }

    /** Puts the row's fields, without their count. */
    void put(int row, CopyBuffer out) {
        for (int index = 0; index < vectors.length; index++) {
            if (hasNulls[index] && vectors[index].isNull(row)) {
                out.putInt(NULL);
            } else {
                encoders[index].encode(vectors[index], row, out);
            }
        }
    }
}
