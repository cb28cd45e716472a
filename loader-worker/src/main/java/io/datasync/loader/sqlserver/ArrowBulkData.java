package io.datasync.loader.sqlserver;

import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.RowGate;
import io.datasync.rows.Chunk;
import java.sql.Types;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch as bulk copy pulls them: chunk by chunk, without those that do not fit, counted, since the driver
 * does not tell how many it took.
 *
 * <p>A failure while chunks are read must not leave the driver in the middle of a row stream, or the connection could not
 * even roll back: it ends the stream and is thrown by {@link #rowsOrFailure} afterwards.
 */
final class ArrowBulkData implements ISQLServerBulkData {
    private static final long serialVersionUID = 1L;

    private final transient List<BulkColumn> columns;
    private final transient Optional<String> rowNumber;
    private final transient Chunks.Reader chunks;
    private final transient RowGate gate;
    private final transient LoadListener listener;
    private final transient @Nullable Object[] values;

    private transient @Nullable Chunk first;
    private transient @Nullable Chunk chunk;
    private transient BitSet rejected = new BitSet();
    private transient int row;
    private transient long rows;
    private transient @Nullable RuntimeException failure;

    /**
     * The rows of the chunks that pass {@code gate}.
     *
     * @param rowNumber name of a last column that numbers the rows, if the table wants one
     * @param first the first chunk, which was read for its schema
     * @param chunks the others
     */
    ArrowBulkData(
            List<BulkColumn> columns,
            Optional<String> rowNumber,
            Chunk first,
            Chunks.Reader chunks,
            RowGate gate,
            LoadListener listener) {
        this.columns = List.copyOf(columns);
        this.rowNumber = rowNumber;
        this.first = first;
        this.chunks = chunks;
        this.gate = gate;
        this.listener = listener;
        this.values = new Object[columns.size() + (rowNumber.isPresent() ? 1 : 0)];
    }

    /** Rows given to the driver; throws what stopped them, if anything did. */
    long rowsOrFailure() {
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    /** Names of the destination columns, in order. */
    List<String> columnNames() {
        return IntStream.rangeClosed(1, values.length)
                .mapToObj(this::getColumnName)
                .toList();
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
        return new TreeSet<>(IntStream.rangeClosed(1, values.length).boxed().toList());
    }

    @Override
    public String getColumnName(int column) {
        return column > columns.size()
                ? rowNumber.orElseThrow()
                : columns.get(column - 1).name();
    }

    @Override
    public int getColumnType(int column) {
        return column > columns.size() ? Types.BIGINT : columns.get(column - 1).jdbcType();
    }

    @Override
    public int getPrecision(int column) {
        return column > columns.size() ? 19 : columns.get(column - 1).precision();
    }

    @Override
    public int getScale(int column) {
        return column > columns.size() ? 0 : columns.get(column - 1).scale();
    }

    /** The current row, in an array that is used again for the next one. */
    @Override
    public @Nullable Object[] getRowData() {
        Chunk current = chunk;
        if (current == null) {
            throw new IllegalStateException("No current row");
        }
        for (int index = 0; index < columns.size(); index++) {
            values[index] = columns.get(index).at(current, row);
        }
        if (rowNumber.isPresent()) {
            values[columns.size()] = rows;
        }
        return values;
    }

    @Override
    public boolean next() {
        if (failure != null) {
            return false;
        }
        try {
            return advance();
        } catch (RuntimeException stopped) {
            failure = stopped;
            return false;
        }
    }

    private boolean advance() {
        while (true) {
            Chunk current = chunk;
            if (current != null) {
                row = rejected.nextClearBit(row + 1);
                if (row < current.rows()) {
                    rows++;
                    return true;
                }
                listener.progressed(rows);
            }
            chunk = first == null ? chunks.next() : first;
            first = null;
            if (chunk == null) {
                return false;
            }
            rejected = gate.check(chunk);
            row = -1;
        }
    }
}
