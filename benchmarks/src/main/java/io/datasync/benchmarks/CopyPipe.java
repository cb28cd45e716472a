package io.datasync.benchmarks;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Pipes the output of a COPY on one connection into a COPY on another, reading and writing at the same time. */
final class CopyPipe {
    private static final int PIECE_BYTES = 256 << 10;
    private static final int PIECES = 16;
    private static final byte[] END = new byte[0];

    private CopyPipe() {}

    /** Runs both statements to their end and returns the number of rows. */
    static long run(Connection from, String copyOut, Connection to, String copyIn)
            throws SQLException, InterruptedException {
        BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
        CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(copyIn);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<?> reading = reader.submit(reading(from, copyOut, pieces));
            for (byte[] piece = pieces.take(); piece != END; piece = pieces.take()) {
                in.writeToCopy(piece, 0, piece.length);
            }
            reading.get();
            return in.endCopy();
        } catch (ExecutionException failure) {
            throw new SQLException("Reading failed", failure.getCause());
        } finally {
            reader.shutdownNow();
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private static Callable<Long> reading(Connection from, String copyOut, BlockingQueue<byte[]> pieces) {
        return () -> {
            try {
                CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut(copyOut);
                ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);
                for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                    piece.write(row, 0, row.length);
                    if (piece.size() >= PIECE_BYTES) {
                        pieces.put(piece.toByteArray());
                        piece.reset();
                    }
                }
                pieces.put(piece.toByteArray());
                return out.getHandledRowCount();
            } finally {
                pieces.put(END);
            }
        };
    }
}
