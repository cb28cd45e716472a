package io.datasync.fetcher.sample;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowStream;
import io.datasync.message.KeyRange;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Each row depends on the seed and its own number alone, so that slices and lower bounds change no row. */
final class SampleRows implements RowStream {
    static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("Id", new ColumnType.Int64(), false),
            new Column("Name", new ColumnType.Text(40), false),
            new Column("Note", new ColumnType.Text(0), true),
            new Column("Quantity", new ColumnType.Decimal(15, 4), false),
            new Column("Reading", new ColumnType.Float64(), false),
            new Column("IsActive", new ColumnType.Bool(), false),
            new Column("MadeOn", new ColumnType.Date(), false),
            new Column("LastUpdateDT", new ColumnType.Timestamp(0), false)));

    private static final List<String> WORDS = List.of("bolt", "gear", "valve", "Dichtung", "écrou", "歯車", "🔩");
    private static final int FIRST_DAY = (int) LocalDate.of(2000, 1, 1).toEpochDay();
    private static final int DAYS = 10_000;
    private static final long MOST_QUANTITY = 1_000_000_000;
    private static final int NOTE_EVERY = 4;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Odd and large, so that rows of neighbouring seeds have nothing in common. */
    private static final long SEED_STEP = 0x9E37_79B9_7F4A_7C15L;

    private final SamplePlan plan;
    private final long end;
    private long row;
    private volatile boolean cancelled;

    SampleRows(SamplePlan plan, FetchRequest request) {
        this.plan = plan;
        Instant minimum = request.minimumDT();
        // A second that has begun before the bound is before it.
        long first = minimum == null ? 0 : plan.firstFrom(minimum.getEpochSecond() + (minimum.getNano() > 0 ? 1 : 0));
        KeyRange range = request.range();
        // Ids count from 1: the row after the one of an id has that id for its number.
        this.row = range == null || range.after() == null ? first : Math.max(first, id(range.after()));
        this.end = Math.max(row, range == null || range.upTo() == null ? plan.rows() : id(range.upTo()));
    }

    private static long id(List<String> key) {
        return Long.parseLong(key.get(0));
    }

    @Override
    public RowSchema schema() {
        return SCHEMA;
    }

    @Override
    public boolean next(VectorSchemaRoot chunk, int index) {
        if (cancelled) {
            throw new DataSyncException(ErrorCode.CANCELLED, "Reading was cancelled");
        }
        if (row == end) {
            return false;
        }
        write(chunk, index);
        row++;
        return true;
    }

    private void write(VectorSchemaRoot chunk, int index) {
        SplittableRandom random = new SplittableRandom(plan.seed() * SEED_STEP + row);
        ((BigIntVector) chunk.getVector(0)).setSafe(index, row + 1);
        String name = WORDS.get(random.nextInt(WORDS.size())) + " " + random.nextInt(1_000_000);
        ((VarCharVector) chunk.getVector(1)).setSafe(index, name.getBytes(StandardCharsets.UTF_8));
        if (random.nextInt(NOTE_EVERY) == 0) {
            byte[] note = ("Note on row " + (row + 1)).getBytes(StandardCharsets.UTF_8);
            ((VarCharVector) chunk.getVector(2)).setSafe(index, note);
        } else {
            chunk.getVector(2).setNull(index);
        }
        ((DecimalVector) chunk.getVector(3)).setSafe(index, random.nextLong(-MOST_QUANTITY, MOST_QUANTITY));
        ((Float8Vector) chunk.getVector(4)).setSafe(index, random.nextDouble());
        ((BitVector) chunk.getVector(5)).setSafe(index, random.nextInt(2));
        ((DateDayVector) chunk.getVector(6)).setSafe(index, FIRST_DAY + random.nextInt(DAYS));
        ((TimeStampVector) chunk.getVector(7)).setSafe(index, plan.lastUpdate(row) * MICROS_PER_SECOND);
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        return Map.of("Id", Long.toString(row));
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
