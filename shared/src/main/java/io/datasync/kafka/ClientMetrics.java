package io.datasync.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a Kafka client measures of itself as counters and gauges, such as {@code kafka.consumer.fetch.manager.records.lag.max},
 * tagged by client id, for as long as the client is open. Metrics of single topics, partitions and nodes are left out, since
 * every operation has a topic of its own. Made by the clients themselves, hence public.
 */
public final class ClientMetrics implements MetricsReporter {
    /** Client property with the registry. */
    static final String REGISTRY = "datasync.meter.registry";

    private static final Set<String> CLIENT_ONLY = Set.of("client-id");
    /** Versions and start times, which are text or never change. */
    private static final String APP_INFO = "app-info";

    private final Map<MetricName, Meter> meters = new ConcurrentHashMap<>();
    private @Nullable MeterRegistry registry;

    @Override
    public void configure(Map<String, ?> configs) {
        registry = configs.get(REGISTRY) instanceof MeterRegistry given ? given : null;
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        MetricName name = metric.metricName();
        MeterRegistry target = registry;
        if (target != null
                && name.tags().keySet().equals(CLIENT_ONLY)
                && !name.group().equals(APP_INFO)) {
            meters.computeIfAbsent(name, added -> meter(metric, target));
        }
    }

    /** What only grows is a counter; Prometheus takes no other by a name that ends in total. */
    private static Meter meter(KafkaMetric metric, MeterRegistry target) {
        MetricName name = metric.metricName();
        Tags tags = Tags.of("client.id", String.valueOf(name.tags().get("client-id")));
        return name.name().endsWith("-total")
                ? FunctionCounter.builder(meterName(name), metric, ClientMetrics::value)
                        .tags(tags)
                        .register(target)
                : Gauge.builder(meterName(name), metric, ClientMetrics::value)
                        .tags(tags)
                        .register(target);
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        remove(meters.remove(metric.metricName()));
    }

    @Override
    public void close() {
        meters.values().forEach(this::remove);
        meters.clear();
    }

    private void remove(@Nullable Meter meter) {
        MeterRegistry target = registry;
        if (meter != null && target != null) {
            target.remove(meter);
        }
    }

    private static String meterName(MetricName name) {
        return ("kafka." + name.group().replace("-metrics", "") + "." + name.name()).replace('-', '.');
    }

    private static double value(KafkaMetric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
