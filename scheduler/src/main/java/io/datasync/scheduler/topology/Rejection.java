package io.datasync.scheduler.topology;

import io.datasync.error.DataSyncException;
import io.datasync.message.Json;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message that was not processed, on its way to the rejects topic. */
record Rejection(Record<String, byte[]> record, Reject reject) {
    private static final Logger log = LoggerFactory.getLogger(Rejection.class);

    /** What is kept of a message's text; whoever wants all of it finds it at its offset. */
    private static final int MOST_BYTES = 10_000;

    static Rejection of(Record<String, byte[]> record, ProcessorContext<?, ?> context, RuntimeException failure) {
        DataSyncException known = DataSyncException.of(failure);
        Map<String, @Nullable String> place = new LinkedHashMap<>();
        context.recordMetadata().ifPresent(metadata -> enter(place, metadata));
        log.atWarn()
                .addKeyValue("code", known.code())
                .addKeyValue("place", place)
                .setCause(failure)
                .log("Message not understood, see the rejects topic");
        place.put("key", record.key());
        place.put("text", text(record.value()));
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        return new Rejection(
                record, new Reject(null, now, null, null, String.valueOf(known.getMessage()), place, null));
    }

    void forward(ProcessorContext<String, byte[]> context, String child) {
        context.forward(record.withKey("").withValue(Json.write(reject)), child);
    }

    private static void enter(Map<String, @Nullable String> place, RecordMetadata metadata) {
        place.put("topic", metadata.topic());
        place.put("partition", Integer.toString(metadata.partition()));
        place.put("offset", Long.toString(metadata.offset()));
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, 0, Math.min(value.length, MOST_BYTES), StandardCharsets.UTF_8);
    }
}
