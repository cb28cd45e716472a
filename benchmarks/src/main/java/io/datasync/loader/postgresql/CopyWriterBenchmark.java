package io.datasync.loader.postgresql;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.benchmarks.LedgerBenchmark;
import io.datasync.loader.Chunks;
import io.datasync.loader.LedgerVectors;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetTable;
import io.datasync.rows.Column;
import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** From vectors to the bytes of COPY BINARY, with the checks of the values. */
public class CopyWriterBenchmark extends LedgerBenchmark {
    private @Nullable LedgerVectors vectors;
    private List<ColumnPair> pairs = List.of();

    @Setup
    public void record() throws SQLException, RejectedRow {
        try (ItemLedger ledger = ItemLedger.open()) {
            LedgerVectors recorded = LedgerVectors.of(ledger);
            TargetTable target = new Catalog()
                    .find(ledger.connection(), ledger.schema(), ledger.table())
                    .orElseThrow();
            vectors = recorded;
            pairs = pairs(recorded.schema().columns(), target);
        }
    }

    private static List<ColumnPair> pairs(List<Column> columns, TargetTable target) {
        List<ColumnPair> pairs = new ArrayList<>();
        for (Column column : columns) {
            pairs.add(new ColumnPair(
                    pairs.size(),
                    column,
                    target.column(column.name()).orElseThrow(),
                    column.name().equals(ItemLedger.KEY)));
        }
        return pairs;
    }

    @Benchmark
    public void write(Blackhole bytes) throws SQLException {
        LedgerVectors recorded = Objects.requireNonNull(vectors);
        try (Chunks.Reader chunks = recorded.open()) {
            CopyRows copy = new CopyRows("f4111", pairs, Optional.empty(), Optional.empty());
            requireAll(copy.copy(
                    DiscardedCopy.connection(bytes),
                    Objects.requireNonNull(chunks.next()),
                    chunks,
                    new RowGate(pairs, 0, recorded),
                    recorded));
        }
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(vectors).close();
    }
}
