package io.datasync.loader.batch;

import io.datasync.kafka.KafkaClients;
import io.datasync.loader.Chunks;
import io.datasync.message.BatchRef;
import java.time.Duration;
import org.apache.arrow.memory.BufferAllocator;

/** Finds the chunks of batches in Kafka. */
public final class BatchReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final BufferAllocator allocator;

    /**
     * Reads with consumers of its own.
     *
     * @param allocator gives the memory of one chunk at a time for each reader
     */
    public BatchReader(KafkaClients clients, BufferAllocator allocator) {
        this.clients = clients;
        this.allocator = allocator;
    }

    /** The chunks of a batch; each reader has a consumer of its own, and waits 30 s for a chunk at most. */
    public Chunks chunks(BatchRef batch) {
        return () -> KafkaChunks.open(clients.consumerOfOldRecords(), batch, allocator, PATIENCE);
    }
}
