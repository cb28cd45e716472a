package io.datasync.rows;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.benchmarks.LedgerBenchmark;
import io.datasync.fetcher.LedgerChunks;
import io.datasync.fetcher.jdbc.RecordedRows;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of chunks to vectors, checksum and all. */
public class DecoderBenchmark extends LedgerBenchmark {
    private final BufferAllocator allocator = new RootAllocator();
    private List<byte[]> chunks = List.of();

    @Setup
    public void record() throws SQLException, RejectedRow {
        try (ItemLedger ledger = ItemLedger.open()) {
            chunks = LedgerChunks.of(RecordedRows.of(ledger));
        }
    }

    @Benchmark
    public void decode(Blackhole vectors) {
        long rows = 0;
        for (byte[] bytes : chunks) {
            try (Chunk chunk = ChunkCodec.decode(bytes, allocator)) {
                vectors.consume(chunk.vector(0));
                rows += chunk.rows();
            }
        }
        requireAll(rows);
    }

    @TearDown
    public void close() {
        allocator.close();
    }
}
