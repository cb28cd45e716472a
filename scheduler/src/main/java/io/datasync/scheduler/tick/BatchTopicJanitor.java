package io.datasync.scheduler.tick;

import io.datasync.error.DataSyncException;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes batch topics once they can't be needed for loading or replaying any more.
 *
 * <p>A topic whose operation has no log row any more is deleted after this process has seen it so for batchRetention:
 * Kafka does not tell how old a topic is. For one thread.
 */
public final class BatchTopicJanitor {
    private static final Logger log = LoggerFactory.getLogger(BatchTopicJanitor.class);

    private final Admin admin;
    private final Topics topics;
    private final DataUpdateLog dataUpdates;
    private final Duration batchRetention;
    private final InstantSource clock;
    private final Map<String, Instant> withoutRowSince = new HashMap<>();

    /** @param batchRetention how long a batch topic is kept after its operation, and each replay of it, ended */
    public BatchTopicJanitor(
            Admin admin, Topics topics, DataUpdateLog dataUpdates, Duration batchRetention, InstantSource clock) {
        this.admin = admin;
        this.topics = topics;
        this.dataUpdates = dataUpdates;
        this.batchRetention = batchRetention;
        this.clock = clock;
    }

    /**
     * Deletes what is no longer needed.
     *
     * @return names of the deleted topics
     * @throws DataSyncException if Kafka or the log fails
     */
    public Set<String> deleteOldTopics() {
        // In this order: whatever is listed had its log row before it had its topic, so a row being written is seen.
        Set<String> operationIds = operationsWithTopic();
        Set<String> needed = needed();
        withoutRowSince.keySet().retainAll(operationIds);
        Set<String> old = operationIds.stream()
                .filter(operationId -> !needed.contains(operationId))
                .filter(this::isOld)
                .map(topics::batches)
                .collect(Collectors.toSet());
        old.forEach(this::delete);
        return old;
    }

    private Set<String> operationsWithTopic() {
        String prefix = topics.batchesPrefix();
        return AdminCall.await(admin.listTopics().names(), "Listing topics").stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    private Set<String> needed() {
        List<LogEntry> entries = dataUpdates.openOrEndedSince(clock.instant().minus(batchRetention));
        Set<String> needed = new HashSet<>();
        for (LogEntry entry : entries) {
            needed.add(entry.operation().operationId());
            String replayOf = entry.replayOf();
            if (replayOf != null) {
                needed.add(replayOf);
            }
        }
        return needed;
    }

    /** Called for operations that did not end lately. */
    private boolean isOld(String operationId) {
        if (dataUpdates.find(operationId).isPresent()) {
            return true;
        }
        Instant now = clock.instant();
        Instant since = withoutRowSince.computeIfAbsent(operationId, unknown -> now);
        return !since.plus(batchRetention).isAfter(now);
    }

    private void delete(String topic) {
        try {
            AdminCall.await(admin.deleteTopics(List.of(topic)).all(), "Deleting topic " + topic);
            log.atInfo().addKeyValue("topic", topic).log("Batch topic deleted");
        } catch (DataSyncException failure) {
            if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw failure;
            }
            log.atDebug().addKeyValue("topic", topic).log("Batch topic was deleted by another process");
        }
    }
}
