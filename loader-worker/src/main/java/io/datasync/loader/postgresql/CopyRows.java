package io.datasync.loader.postgresql;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.rows.Chunk;
import io.datasync.rows.RowSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies chunks into a table by COPY BINARY.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>
 */
final class CopyRows {
    /** The signature, no flags, no extension. */
    static final byte[] HEADER = ByteBuffer.allocate(19)
            .put("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1))
            .array();

    private static final byte[] TRAILER = {-1, -1};
    private static final int FLUSH_BYTES = 256 << 10;

    private final RowEncoder encoder;
    private final boolean numbered;
    private final String statement;
    private final Optional<UnchangedRows> unchanged;
    private final CopyBuffer buffer = new CopyBuffer(2 * FLUSH_BYTES);
    private @Nullable CopyIn running;
    private long rows;

    /**
     * Copies into {@code table}, a quoted name.
     *
     * @param numberColumn a bigint column that takes the rows' number in their order, from 0
     * @param unchanged finds rows that are left out
     */
    CopyRows(String table, List<ColumnPair> pairs, Optional<String> numberColumn, Optional<UnchangedRows> unchanged) {
        this.encoder = RowEncoder.toStore(pairs);
        this.numbered = numberColumn.isPresent();
        this.statement = Stream.concat(pairs.stream().map(pair -> pair.target().name()), numberColumn.stream())
                .map(Names::quoted)
                .collect(Collectors.joining(", ", "COPY " + table + " (", ") FROM STDIN (FORMAT BINARY)"));
        this.unchanged = unchanged;
    }

    /** Copies {@code first} and all that follow, but for the rows that are kept or left out, and returns how many it copied. */
    long copy(Connection connection, Chunk first, Chunks.Reader rest, RowGate gate, LoadListener listener)
            throws SQLException {
        RowSchema schema = first.schema();
        try {
            for (@Nullable Chunk chunk = first; chunk != null; chunk = rest.next()) {
                requireSameSchema(schema, chunk);
                BitSet out = gate.check(chunk);
                leaveUnchangedOut(connection, chunk, out);
                put(connection, chunk, out);
                listener.progressed(rows
                        + gate.rejected()
                        + unchanged.map(UnchangedRows::found).orElse(0L));
            }
            flush(connection);
            end();
            if (unchanged.isPresent()) {
                unchanged.get().end(connection);
            }
            return rows;
        } catch (SQLException | RuntimeException | Error failure) {
            cancelAfter(failure);
            throw failure;
        }
    }

    private void leaveUnchangedOut(Connection connection, Chunk chunk, BitSet out) throws SQLException {
        if (unchanged.isPresent() && unchanged.get().pays()) {
            // A connection does one COPY at a time.
            end();
            unchanged.get().leaveOut(connection, chunk, out);
        }
    }

    private void put(Connection connection, Chunk chunk, BitSet out) throws SQLException {
        encoder.show(chunk);
        int fields = encoder.fields() + (numbered ? 1 : 0);
        for (int row = out.nextClearBit(0); row < chunk.rows(); row = out.nextClearBit(row + 1)) {
            buffer.putShort(fields);
            encoder.put(row, buffer);
            if (numbered) {
                buffer.putInt(Long.BYTES);
                buffer.putLong(rows);
            }
            rows++;
            if (buffer.size() >= FLUSH_BYTES) {
                flush(connection);
            }
        }
    }

    private void flush(Connection connection) throws SQLException {
        if (buffer.size() > 0) {
            if (running == null) {
                running = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
                running.writeToCopy(HEADER, 0, HEADER.length);
            }
            running.writeToCopy(buffer.bytes(), 0, buffer.size());
            buffer.clear();
        }
    }

    private void end() throws SQLException {
        if (running != null) {
            running.writeToCopy(TRAILER, 0, TRAILER.length);
            running.endCopy();
            running = null;
        }
    }

    private void cancelAfter(Throwable failure) {
        try {
            if (running != null && running.isActive()) {
                running.cancelCopy();
            }
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private static void requireSameSchema(RowSchema schema, Chunk chunk) {
        if (!chunk.schema().equals(schema)) {
            throw new DataSyncException(ErrorCode.BATCH_DAMAGED, "The chunks of one batch have different columns");
        }
    }
}
