package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.error.DataSyncException;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicReader;
import io.datasync.message.Json;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rejects that are in Kafka now, oldest first. */
record RejectsTopic(DataSyncConfig config) {

    /** Hands over each reject with its JSON; what is none is named on standard error. */
    void read(BiConsumer<Reject, byte[]> reader) {
        Topics topics = new Topics(config.kafka().topicPrefix());
        new TopicReader(new KafkaClients(config.kafka())).read(topics.rejects(), record -> read(record, reader));
    }

    private static void read(ConsumerRecord<String, byte[]> record, BiConsumer<Reject, byte[]> reader) {
        Reject reject;
        try {
            reject = Json.read(record.value(), Reject.class);
        } catch (DataSyncException malformed) {
            System.err.println("Offset " + record.offset() + ": " + malformed.getMessage());
            return;
        }
        reader.accept(reject, record.value());
    }
}
