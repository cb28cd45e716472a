package io.datasync.loader.sqlserver;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.benchmarks.LedgerBenchmark;
import io.datasync.loader.Chunks;
import io.datasync.loader.LedgerVectors;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetColumn;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** From vectors to the rows that SQL Server's driver asks for, with the checks of the values; into a table as DataSync makes it. */
public class BulkDataBenchmark extends LedgerBenchmark {
    private final List<ColumnPair> pairs = new ArrayList<>();
    private final List<BulkColumn> columns = new ArrayList<>();
    private @Nullable LedgerVectors vectors;

    @Setup
    public void record() throws SQLException, RejectedRow {
        try (ItemLedger ledger = ItemLedger.open()) {
            vectors = LedgerVectors.of(ledger);
        }
        List<Column> sources = vectors.schema().columns();
        List<SqlServerColumn> made =
                sources.stream().map(BulkDataBenchmark::column).toList();
        List<TargetColumn> targets = new SqlServerTable("dbo", "F4111", made, List.of(), List.of(), Set.of())
                .target()
                .columns();
        for (int index = 0; index < sources.size(); index++) {
            Column source = sources.get(index);
            ColumnPair pair = new ColumnPair(
                    index, source, targets.get(index), source.name().equals(ItemLedger.KEY));
            pairs.add(pair);
            columns.add(BulkColumn.of(pair, made.get(index)));
        }
    }

    private static SqlServerColumn column(Column source) {
        return new SqlServerColumn(source.name(), type(source.type()), source.nullable(), null, false, null);
    }

    /** What {@link SqlServerTypes#declaration} says, for the two types that the table has. */
    private static SqlServerType type(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal) {
            return new SqlServerType("decimal", 0, decimal.precision(), decimal.scale(), null, 0);
        } else if (type instanceof ColumnType.Text text) {
            return new SqlServerType("nvarchar", 2 * text.maxLength(), 0, 0, "Latin1_General_CI_AS", 0);
        }
        throw new IllegalArgumentException("Not a type of the table: " + type);
    }

    @Benchmark
    public void write(Blackhole values) {
        LedgerVectors recorded = Objects.requireNonNull(vectors);
        try (Chunks.Reader chunks = recorded.open()) {
            ArrowBulkData data = new ArrowBulkData(
                    columns,
                    Optional.empty(),
                    Objects.requireNonNull(chunks.next()),
                    chunks,
                    new RowGate(pairs, 0, recorded),
                    recorded);
            while (data.next()) {
                values.consume(data.getRowData());
            }
            requireAll(data.rowsOrFailure());
        }
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(vectors).close();
    }
}
