package io.datasync.loader.target;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.LoadListener;
import io.datasync.rows.Chunk;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows out that do not fit the destination table: each is reported with the first column that does not take its
 * value, and counted. One gate sees one reading of a batch.
 */
public final class RowGate {
    private final List<ColumnPair> pairs;
    private final List<@Nullable ValueCheck> checks;
    private final long rejectsLeft;
    private final LoadListener listener;
    private final List<PassedRows> passed = new ArrayList<>();
    private long rejected;

    /**
     * A gate in front of a table.
     *
     * @param pairs as {@link TargetComparison} found them to go together
     * @param rejectsLeft most rows that may be rejected
     */
    public RowGate(List<ColumnPair> pairs, long rejectsLeft, LoadListener listener) {
        this.pairs = List.copyOf(pairs);
        this.checks = pairs.stream().map(ValueChecks::of).toList();
        this.rejectsLeft = rejectsLeft;
        this.listener = listener;
    }

    /** Shows the rows that pass to {@code rows} as well; to be called before the first chunk comes. */
    public void show(PassedRows rows) {
        passed.add(rows);
    }

    /** Rows rejected so far. */
    public long rejected() {
        return rejected;
    }

    /**
     * The rows of the chunk that must be left out; reported when this returns.
     *
     * @throws DataSyncException with {@link ErrorCode#TOO_MANY_REJECTS} once there are more than allowed
     */
    public BitSet check(Chunk chunk) {
        BitSet out = new BitSet();
        for (int index = 0; index < pairs.size(); index++) {
            check(chunk, pairs.get(index), checks.get(index), out);
        }
        passed.forEach(rows -> rows.add(chunk, out));
        return out;
    }

    private void check(Chunk chunk, ColumnPair pair, @Nullable ValueCheck check, BitSet out) {
        FieldVector vector = chunk.vector(pair.index());
        boolean seekNulls =
                vector.getNullCount() > 0 && (pair.key() || !pair.target().nullable());
        boolean seekValues = check != null && !check.allFit(vector, chunk.rows());
        if (!seekNulls && !seekValues) {
            return;
        }
        for (int row = 0; row < chunk.rows(); row++) {
            if (out.get(row)) {
                continue;
            }
            if (vector.isNull(row)) {
                if (seekNulls) {
                    reject(chunk, row, pair, pair.key() ? "NULL in a key column" : "NULL in a column that is NOT NULL");
                    out.set(row);
                }
            } else if (check != null && seekValues && !check.fits(vector, row)) {
                reject(
                        chunk,
                        row,
                        pair,
                        check.reason(vector, row) + ", the column is "
                                + pair.target().typeName());
                out.set(row);
            }
        }
    }

    private void reject(Chunk chunk, int row, ColumnPair pair, String reason) {
        String column = pair.target().name();
        listener.rejected(column, reason, RowText.of(chunk, row));
        rejected++;
        if (rejected > rejectsLeft) {
            throw new DataSyncException(
                    ErrorCode.TOO_MANY_REJECTS,
                    "More rows are rejected than maxRejects allows, the last one for column " + column + ": " + reason
                            + ". datasync rejects shows the rows; widen the column, mend the source, or raise maxRejects");
        }
    }
}
