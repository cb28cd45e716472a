package io.datasync.scheduler;

import io.datasync.message.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;

/** How many tasks wait or are being done in each work queue, as the broker tells when metrics are asked for. */
final class QueueDepths {
    /** Alert where it stays above the number of workers: they don't keep up, or there are none. */
    private static final String QUEUE_DEPTH = "sync.queue.depth";

    private static final int SECONDS = 2;

    private final Admin admin;

    QueueDepths(Admin admin) {
        this.admin = admin;
    }

    void bindTo(MeterRegistry registry, Topics topics) {
        bindTo(registry, "tasks", topics.fetchers());
        bindTo(registry, "loads", topics.loaders());
    }

    private void bindTo(MeterRegistry registry, String queue, String group) {
        Gauge.builder(QUEUE_DEPTH, () -> depth(group)).tag("queue", queue).register(registry);
    }

    /** Not a number while the broker does not answer; 0 before the first worker joined. */
    double depth(String group) {
        try {
            Map<?, SharePartitionOffsetInfo> partitions = admin.listShareGroupOffsets(
                            Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)
                    .get(SECONDS, TimeUnit.SECONDS);
            return partitions.values().stream()
                    .map(SharePartitionOffsetInfo::lag)
                    .flatMap(Optional::stream)
                    .mapToDouble(Long::doubleValue)
                    .sum();
        } catch (ExecutionException | TimeoutException unknown) {
            return Double.NaN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        }
    }
}
