package io.datasync.loader.postgresql;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.rows.Chunk;
import io.datasync.rows.RowSchema;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies chunks into a table by COPY BINARY, straight from the vectors.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>
 */
final class CopyRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;
    private static final int END_OF_ROWS = -1;
    private static final int FLUSH_BYTES = 256 << 10;

    private final List<ColumnPair> pairs;
    private final ColumnEncoder[] encoders;
    private final boolean numbered;
    private final String statement;
    private final CopyBuffer buffer = new CopyBuffer(2 * FLUSH_BYTES);
    private long rows;

    /**
     * Copies into {@code table}, a quoted name.
     *
     * @param numberColumn a bigint column that takes the rows' number in their order, from 0
     */
    CopyRows(String table, List<ColumnPair> pairs, Optional<String> numberColumn) {
        this.pairs = pairs;
        this.encoders = pairs.stream().map(ColumnEncoders::of).toArray(ColumnEncoder[]::new);
        this.numbered = numberColumn.isPresent();
        this.statement = Stream.concat(pairs.stream().map(pair -> pair.target().name()), numberColumn.stream())
                .map(Names::quoted)
                .collect(Collectors.joining(", ", "COPY " + table + " (", ") FROM STDIN (FORMAT BINARY)"));
    }

    /** Copies {@code first} and all that follow, but for the rows that the gate keeps out, and returns how many it copied. */
    long copy(Connection connection, Chunk first, Chunks.Reader rest, RowGate gate, LoadListener listener)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        RowSchema schema = first.schema();
        try {
            buffer.putBytes(SIGNATURE);
            buffer.putInt(0);
            buffer.putInt(0);
            for (@Nullable Chunk chunk = first; chunk != null; chunk = rest.next()) {
                requireSameSchema(schema, chunk);
                put(chunk, gate.check(chunk), copy);
                listener.progressed(rows + gate.rejected());
            }
            buffer.putShort(END_OF_ROWS);
            flush(copy);
            copy.endCopy();
            return rows;
        } catch (SQLException | RuntimeException | Error failure) {
            cancelAfter(failure, copy);
            throw failure;
        }
    }

    private static void cancelAfter(Throwable failure, CopyIn copy) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private void put(Chunk chunk, BitSet out, CopyIn copy) throws SQLException {
        FieldVector[] vectors =
                pairs.stream().map(pair -> chunk.vector(pair.index())).toArray(FieldVector[]::new);
        boolean[] hasNulls = new boolean[vectors.length];
        for (int index = 0; index < vectors.length; index++) {
            hasNulls[index] = vectors[index].getNullCount() > 0;
        }
        int fields = vectors.length + (numbered ? 1 : 0);
        for (int row = 0; row < chunk.rows(); row++) {
            if (!out.get(row)) {
                buffer.putShort(fields);
                put(vectors, hasNulls, row);
                rows++;
                if (buffer.size() >= FLUSH_BYTES) {
                    flush(copy);
                }
            }
        }
    }

    private void put(FieldVector[] vectors, boolean[] hasNulls, int row) {
        for (int index = 0; index < vectors.length; index++) {
            if (hasNulls[index] && vectors[index].isNull(row)) {
                buffer.putInt(NULL);
            } else {
                encoders[index].encode(vectors[index], row, buffer);
            }
        }
        if (numbered) {
            buffer.putInt(Long.BYTES);
            buffer.putLong(rows);
        }
    }

    private void flush(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.bytes(), 0, buffer.size());
        buffer.clear();
    }

    private static void requireSameSchema(RowSchema schema, Chunk chunk) {
        if (!chunk.schema().equals(schema)) {
            throw new DataSyncException(ErrorCode.BATCH_DAMAGED, "The chunks of one batch have different columns");
        }
    }
}
