package io.datasync.verify;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.fetcher.jdbc.SourceQuery;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.TargetType;
import io.datasync.rows.Chunk;
import io.datasync.rows.ColumnType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/**
 * The columns of a table that are compared: first the key, then the others.
 *
 * @param keys how many of them are the key
 * @param stamp position of the column that tells when a row was changed last
 * @param mark the destination's column that tells which rows the source no longer has
 */
record ComparedColumns(List<ColumnPair> pairs, int keys, Optional<Integer> stamp, Optional<TargetColumn> mark) {
    private static final int MOST_DIGITS = 38;

    ComparedColumns {
        pairs = List.copyOf(pairs);
    }

    /**
     * Out of all columns that are copied.
     *
     * @param deep all of them, otherwise the key and the last-update column
     */
    static ComparedColumns of(TableConfig table, TargetTable target, List<ColumnPair> all, boolean deep) {
        Optional<ColumnPair> stamp = table.lastUpdateColumn()
                .flatMap(name -> all.stream()
                        .filter(pair -> pair.source().name().equalsIgnoreCase(name))
                        .findFirst());
        List<ColumnPair> keys = all.stream().filter(ColumnPair::key).toList();
        List<ColumnPair> pairs = Stream.concat(
                        keys.stream(),
                        all.stream().filter(pair -> !pair.key() && (deep || stamp.equals(Optional.of(pair)))))
                .toList();
        return new ComparedColumns(
                pairs,
                keys.size(),
                stamp.filter(pair -> isMoment(pair.source().type())).map(pairs::indexOf),
                table.deletes().markColumn().flatMap(target::column));
    }

    private static boolean isMoment(ColumnType type) {
        return type instanceof ColumnType.Date
                || type instanceof ColumnType.Timestamp
                || type instanceof ColumnType.TimestampTz;
    }

    /** Positions of the key's columns of which the destination's collation, and only it, knows what is the same. */
    List<Integer> collatedKeys() {
        return IntStream.range(0, keys)
                .filter(column -> pairs.get(column).target().type() instanceof TargetType.Text text
                        && text.equality() == TargetType.Equality.COLLATION)
                .boxed()
                .toList();
    }

    /** Position in the source's rows. */
    int inSource(int column) {
        return pairs.get(column).index();
    }

    String name(int column) {
        return pairs.get(column).source().name();
    }

    /** The rows of a chunk of {@link #query} that are marked: the source does not have them, and that is known. */
    BitSet marked(Chunk chunk) {
        BitSet marked = new BitSet();
        if (mark.isPresent()) {
            FieldVector marks = chunk.vector(pairs.size());
            for (int row = 0; row < chunk.rows(); row++) {
                marked.set(row, !marks.isNull(row) && !(marks instanceof BitVector bits && bits.get(row) == 0));
            }
        }
        return marked;
    }

    /** The query of the destination's rows, with the columns in their order here, then the mark. */
    SourceQuery query(SqlDialect dialect, TargetTable target) {
        String columns = Stream.concat(pairs.stream().map(ColumnPair::target), mark.stream())
                .map(column -> expression(dialect, column))
                .collect(Collectors.joining(", "));
        return new SourceQuery(
                "SELECT " + columns + " FROM " + dialect.quote(target.schema(), target.name()), List.of());
    }

    /** PostgreSQL's numbers may have more digits than any type of ours, and its further types of text are read as text. */
    private static String expression(SqlDialect dialect, TargetColumn column) {
        String name = dialect.quote(column.name());
        boolean written = column.type() instanceof TargetType.Text
                || (column.type() instanceof TargetType.Decimal decimal
                        && (decimal.precision() == 0
                                || decimal.precision() > MOST_DIGITS
                                || decimal.scale() < 0
                                || decimal.scale() > decimal.precision()));
        return dialect == SqlDialect.POSTGRESQL && written ? name + "::text AS " + name : name;
    }
}
