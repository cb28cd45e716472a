package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicReader;
import io.datasync.message.Json;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.tick.Opened;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads batches again that are still in Kafka. */
@Command(
        name = "replay",
        description = {
            "Loads the batches of ended operations again, from Kafka, without asking the source.",
            "Batches are kept for batchRetention after their operation ended.",
            "With --rejects, fetches what such operations had fetched from the source again and merges it."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    /** One operation, or all of a time. */
    static final class Which {
        @Option(names = "--operation", paramLabel = "ID", description = "the operation to load again", required = true)
        private @Nullable String operationId;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                converter = PointInTime.class,
                description =
                        "all operations that brought rows since then but replays, oldest first, such as 2026-01-31T08:00:00Z",
                required = true)
        private @Nullable Instant since;

        private boolean matches(Reject reject) {
            return operationId != null
                    ? operationId.equals(reject.operationId())
                    : !reject.at().isBefore(since);
        }

        private boolean matches(OperationState state) {
            if (operationId != null) {
                return state.operation().operationId().equals(operationId);
            }
            Instant endedAt = state.endedAt();
            return endedAt != null
                    && !endedAt.isBefore(since)
                    && state.phase() == OperationState.Phase.SUCCEEDED
                    && state.opened().replayOf() == null
                    && state.operation().updateType().bringsRows()
                    && state.fetched() > 0;
        }
    }

    @Mixin
    private ConfigOption config = new ConfigOption();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = "--rejects",
            description =
                    "try rejected rows again, of that operation or since that time, as they are in the source now")
    private boolean rejects;

    @Option(names = "--wait", description = "show progress and wait for the end; exit code 1 if an operation fails")
    private boolean wait;

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.readForRunning();
        try (OperationControl control = OperationControl.connect(read);
                StartedOperations operations = new StartedOperations(read, wait, config.unmoved(read))) {
            return operations.start(rejects ? retries(read, control) : replays(read, control));
        }
    }

    private List<Supplier<Opened>> replays(DataSyncConfig read, OperationControl control) {
        return chosen(read).stream()
                .<Supplier<Opened>>map(state -> () -> control.replay(state))
                .toList();
    }

    /** One operation a table, whatever the number of operations that rejected rows of it. */
    private List<Supplier<Opened>> retries(DataSyncConfig read, OperationControl control) {
        Map<String, Set<String>> operations = new TreeMap<>();
        new RejectsTopic(read).read((reject, text) -> {
            String tableName = reject.tableName();
            String rejectedBy = reject.operationId();
            if (tableName != null && rejectedBy != null && which.matches(reject)) {
                operations.computeIfAbsent(tableName, table -> new TreeSet<>()).add(rejectedBy);
            }
        });
        if (operations.isEmpty()) {
            throw new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "No such rejected row is in Kafka; datasync rejects lists what is there");
        }
        return operations.entrySet().stream()
                .<Supplier<Opened>>map(entry -> () -> control.retryRejects(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<OperationState> chosen(DataSyncConfig read) {
        List<OperationState> chosen = states(read).values().stream()
                .filter(which::matches)
                .sorted(Comparator.comparing(state -> state.operation().startedAt()))
                .collect(Collectors.toList());
        if (chosen.isEmpty()) {
            throw new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "No such operation is in Kafka; status --recent lists ids");
        }
        return chosen;
    }

    private static Map<String, OperationState> states(DataSyncConfig read) {
        Map<String, OperationState> states = new LinkedHashMap<>();
        Topics topics = new Topics(read.kafka().topicPrefix());
        new TopicReader(new KafkaClients(read.kafka())).read(topics.operations(), record -> {
            if (record.value() == null) {
                states.remove(record.key());
            } else {
                states.put(record.key(), Json.read(record.value(), OperationState.class));
            }
        });
        return states;
    }
}
