package io.datasync.benchmarks;

import io.datasync.config.DataSyncConfig;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicReader;
import io.datasync.message.Json;
import io.datasync.message.OperationEvent;
import io.datasync.message.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from the events of operations what took how long. All clocks are this machine's. */
final class OperationHops {
    private OperationHops() {}

    /** The events of those operations, in the order of the topic, from the broker of that configuration. */
    static Map<String, List<OperationEvent>> events(DataSyncConfig config, List<String> operationIds) {
        Map<String, List<OperationEvent>> events = new HashMap<>();
        operationIds.forEach(id -> events.put(id, new ArrayList<>()));
        String topic = new Topics(config.kafka().topicPrefix()).events();
        new TopicReader(new KafkaClients(config.kafka())).read(topic, eventRecord -> {
            List<OperationEvent> ofOne = events.get(eventRecord.key());
            if (ofOne != null) {
                ofOne.add(Json.read(eventRecord.value(), OperationEvent.class));
            }
        });
        return events;
    }

    /**
     * The steps of one operation in the order of their time.
     *
     * @param wanted when it was asked for or due
     * @param closed when its row was seen closed
     */
    static List<Hop> of(List<OperationEvent> events, Instant wanted, Instant closed) {
        Map<String, Instant> steps = new LinkedHashMap<>();
        for (OperationEvent event : events) {
            step(event).ifPresent(step -> steps.putIfAbsent(step, event.at()));
        }
        steps.put("row closed", closed);
        return steps.entrySet().stream()
                .map(step -> new Hop(
                        step.getKey(), Duration.between(wanted, step.getValue()).toNanos() / 1e9))
                .sorted(Comparator.comparingDouble(Hop::at))
                .toList();
    }

    private static Optional<String> step(OperationEvent event) {
        String name = null;
        if (event instanceof OperationEvent.OperationOpened) {
            name = "opened";
        } else if (event instanceof OperationEvent.SliceStarted started) {
            name = "slice " + started.slice() + " started";
        } else if (event instanceof OperationEvent.BatchFetched fetched) {
            name = "slice " + fetched.slice() + " batch " + fetched.batch().batch() + " fetched";
        } else if (event instanceof OperationEvent.SliceFetched fetched) {
            name = "slice " + fetched.slice() + " fetched";
        } else if (event instanceof OperationEvent.TargetChecked) {
            name = "target checked";
        } else if (event instanceof OperationEvent.TargetPrepared) {
            name = "target prepared";
        } else if (event instanceof OperationEvent.BatchLoaded loaded) {
            name = "slice " + loaded.slice() + " batch " + loaded.batch() + " loaded";
        } else if (event instanceof OperationEvent.TargetFinished) {
            name = "target finished";
        }
        return Optional.ofNullable(name);
    }
}
