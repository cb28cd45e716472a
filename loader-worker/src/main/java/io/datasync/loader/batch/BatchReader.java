package io.datasync.loader.batch;

import io.datasync.kafka.KafkaClients;
import io.datasync.loader.Chunks;
import io.datasync.message.BatchRef;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Finds the chunks of batches in Kafka. Consumers whose batch was read are kept for the next one, as a new one has to find
 * the brokers first; there are never more of them than batches were read at once.
 */
public final class BatchReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final BufferAllocator allocator;
    private final Deque<Consumer<String, byte[]>> idle = new ConcurrentLinkedDeque<>();

    /**
     * Reads with consumers of its own.
     *
     * @param allocator gives the memory of four chunks at a time for each reader
     */
    public BatchReader(KafkaClients clients, BufferAllocator allocator) {
        this.clients = clients;
        this.allocator = allocator;
    }

    /** The chunks of a batch; each reader has a consumer and a thread of its own, and waits 30 s for a chunk at most. */
    public Chunks chunks(BatchRef batch) {
        return () -> ReadAhead.of(new KafkaChunks(consumer(), batch, allocator, PATIENCE, idle::push));
    }

    private Consumer<String, byte[]> consumer() {
        Consumer<String, byte[]> kept = idle.poll();
        return kept == null ? clients.batchConsumer() : kept;
    }

    /** Closes the consumers; all readers must be closed. */
    @Override
    public void close() {
        for (Consumer<String, byte[]> consumer = idle.poll(); consumer != null; consumer = idle.poll()) {
            consumer.close();
        }
    }
}
