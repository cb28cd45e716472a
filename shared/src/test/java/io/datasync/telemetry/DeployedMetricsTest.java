package io.datasync.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and dashboard ask for metrics by name; a name that nobody serves would never alert. */
class DeployedMetricsTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern NAME = Pattern.compile("\\bsync_\\w+");
    /** Served by the scheduler alone, which asks the DataUpdate log. */
    private static final String TIME_SINCE_SUCCESS = "sync_time_since_success_seconds";

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Operation OPERATION = new Operation("o-1", "Item", "JDE", UpdateType.MASS, null, START);

    @ParameterizedTest
    @ValueSource(strings = {"prometheus/alerts.yml", "grafana/dashboards/datasync.json"})
    void everyMetricThatIsAskedForExists(String file) throws IOException {
        Set<String> asked = namesIn(Files.readString(DEPLOY.resolve(file)));
        assertFalse(asked.isEmpty());

        asked.removeAll(served());
        asked.remove(TIME_SINCE_SUCCESS);

        assertEquals(Set.of(), asked);
    }

    private static Set<String> served() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SyncMetrics metrics = new SyncMetrics(registry);
        metrics.operationStarted(OPERATION);
        metrics.operationEnded(ended(Phase.SUCCEEDED, null));
        metrics.operationEnded(ended(Phase.FAILED, new OperationError(ErrorCode.SOURCE_UNAVAILABLE, "gone", "fetch")));
        metrics.batchFetched(OPERATION, 1);
        metrics.batchLoaded(OPERATION, new LoadCounts(1, 0, 0, 0, 0));
        metrics.retried(OPERATION, "load", ErrorCode.DESTINATION_BUSY);
        return namesIn(registry.scrape());
    }

    private static OperationState ended(Phase phase, @Nullable OperationError error) {
        OperationOpened opened = new OperationOpened(OPERATION, START, 1, 0, true, null, null);
        Instant end = START.plusSeconds(9);
        return new OperationState(opened, phase, end, end, null, true, true, true, true, List.of(), error, null);
    }

    private static Set<String> namesIn(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
