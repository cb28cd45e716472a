package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.rows.Chunk;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;

/** Encodes rows of chunks as COPY BINARY has them, straight from the vectors. */
final class RowEncoder {
    private static final int NULL = -1;

    private final List<ColumnPair> pairs;
    private final ColumnEncoder[] encoders;
    private final FieldVector[] vectors;
    private final boolean[] hasNulls;

    private RowEncoder(List<ColumnPair> pairs, Function<ColumnPair, ColumnEncoder> encoder) {
        this.pairs = List.copyOf(pairs);
        this.encoders = pairs.stream().map(encoder).toArray(ColumnEncoder[]::new);
        this.vectors = new FieldVector[pairs.size()];
        this.hasNulls = new boolean[pairs.size()];
    }

    /** Encodes rows that are stored: without what the server adds by itself. */
    static RowEncoder toStore(List<ColumnPair> pairs) {
        return new RowEncoder(pairs, ColumnEncoders::toStore);
    }

    /** Encodes rows to compare them with what is stored, byte for byte. */
    static RowEncoder toCompare(List<ColumnPair> pairs) {
        return new RowEncoder(pairs, ColumnEncoders::of);
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
                encode(encoders[index], vectors[index], row, out);
            }
        }
    }

    /**
     * Names the classes of most columns, so that their code is compiled into this loop however many others there are. {@code
     * CopyWriterBenchmark} writes 3.7 instead of 3.1 million rows/s, with texts' lengths read at once in the check before it.
     */
    private static void encode(ColumnEncoder encoder, FieldVector vector, int row, CopyBuffer out) {
        if (encoder instanceof NumericEncoder number) {
            number.encode(vector, row, out);
        } else if (encoder instanceof TextEncoder text) {
            text.encode(vector, row, out);
        } else {
            encoder.encode(vector, row, out);
        }
    }
}
