package io.datasync.fetcher;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.benchmarks.LedgerBenchmark;
import io.datasync.fetcher.jdbc.RecordedRows;
import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** From the rows of PostgreSQL's COPY to the bytes of chunks: a fetcher's two threads, one after the other. */
public class EncoderBenchmark extends LedgerBenchmark {
    private final BufferAllocator allocator = new RootAllocator();
    private @Nullable RecordedRows rows;
    private @Nullable ChunkBuilder builder;

    @Setup
    public void record() throws SQLException {
        try (ItemLedger ledger = ItemLedger.open()) {
            RecordedRows recorded = RecordedRows.of(ledger);
            rows = recorded;
            builder = new ChunkBuilder(recorded.schema(), allocator);
        }
    }

    @Benchmark
    public void encode(Blackhole chunks) throws SQLException, RejectedRow {
        RecordedRows source = Objects.requireNonNull(rows);
        source.rewind();
        requireAll(LedgerChunks.encode(source, Objects.requireNonNull(builder), chunks::consume));
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(builder).close();
        allocator.close();
    }
}
