package io.datasync.scheduler.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.DestinationConfig;
import io.datasync.config.HttpConfig;
import io.datasync.config.KafkaConfig;
import io.datasync.config.MassSchedule;
import io.datasync.config.Options;
import io.datasync.config.Schedule;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.TelemetryConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.Json;
import io.datasync.message.OperationState.Phase;
import io.datasync.scheduler.health.HealthReport.Status;
import io.datasync.scheduler.health.HealthReport.TableReport;
import io.datasync.scheduler.health.TableHealth.Failure;
import io.datasync.scheduler.health.TableHealth.Live;
import io.datasync.scheduler.health.TableHealth.Success;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With the default options: checks each minute, stale after 15 minutes, unhealthy after 3 failures, 4 operations at once. */
final class HealthReportTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(9));
    private static final Schedule OFF = new Schedule(false, Duration.ofMinutes(1));
    private static final Schedule EACH_HOUR = Schedule.every(Duration.ofHours(1));
    private static final Schedule EACH_DAY = Schedule.every(Duration.ofDays(1));

    private final List<TableConfig> tables = new ArrayList<>();
    private final Map<String, TableHealth> health = new HashMap<>();
    private final Map<String, Instant> nextTries = new HashMap<>();
    private Instant runningSince = LONG_AGO;
    private int sourceCap = Integer.MAX_VALUE;

    @Test
    void noTablesAreHealthy() {
        assertEquals(Status.HEALTHY, report().status());
    }

    @Test
    void aTableSyncedWithinItsIntervalIsHealthy() {
        table("Item", OFF, EACH_DAY, EACH_HOUR);
        knows("Item", success(UpdateType.HOURLY, minutes(59), minutes(1)), 0, null);

        TableReport item = report().tables().get(0);

        assertEquals(Status.HEALTHY, item.status());
        assertEquals(UpdateType.HOURLY, item.dueType());
        assertEquals(3600L, item.dueIntervalSeconds());
        assertEquals(59 * 60L, item.ageSeconds());
    }

    @Test
    void theGraceIsTwoChecksAndTwiceTheTimeOfTheLastSync() {
        table("Item", OFF, OFF, EACH_HOUR);
        knows("Item", success(UpdateType.HOURLY, minutes(66), minutes(2)), 0, null);
        assertEquals(Status.HEALTHY, report().status());

        knows("Item", success(UpdateType.HOURLY, minutes(66).plusSeconds(1), minutes(2)), 0, null);
        assertEquals(Status.UNHEALTHY, report().status());
    }

    @Test
    void aMoreThoroughSuccessCounts() {
        table("Item", OFF, EACH_DAY, EACH_HOUR);
        knows("Item", success(UpdateType.MASS, minutes(30), minutes(1)), 0, null);
        assertEquals(Status.HEALTHY, report().status());
    }

    @Test
    void aLessThoroughSuccessDoesNotCount() {
        table("Item", OFF, EACH_DAY, OFF);
        knows("Item", success(UpdateType.HOURLY, minutes(30), minutes(1)), 0, null);
        assertEquals(Status.UNHEALTHY, report().status());
    }

    @Test
    void anOverdueTableWithProgressIsDegraded() {
        table("Item", OFF, OFF, EACH_HOUR);
        knows("Item", success(UpdateType.HOURLY, minutes(200), minutes(2)), 0, live(minutes(15)));
        HealthReport report = report();
        assertEquals(Status.DEGRADED, report.status());
        assertTrue(report.isServing());
    }

    @Test
    void anOverdueTableWhoseOperationIsSilentIsUnhealthy() {
        table("Item", OFF, OFF, EACH_HOUR);
        knows(
                "Item",
                success(UpdateType.HOURLY, minutes(200), minutes(2)),
                0,
                live(minutes(15).plusSeconds(1)));
        HealthReport report = report();
        assertEquals(Status.UNHEALTHY, report.status());
        assertFalse(report.isServing());
    }

    @Test
    void aTableNeverSyncedIsDegradedWhileItProgresses() {
        table("Item", OFF, OFF, EACH_HOUR);
        health.put("Item", new TableHealth("Item", Map.of(), null, 0, null, live(minutes(1))));
        TableReport item = report().tables().get(0);
        assertEquals(Status.DEGRADED, item.status());
        assertNull(item.ageSeconds());
    }

    @Test
    void aTableNeverSyncedIsDegradedUntilTheSchedulerHadTimeForTwoChecks() {
        table("Item", OFF, OFF, EACH_HOUR);
        runningSince = NOW.minus(Duration.ofSeconds(119));
        assertEquals(Status.DEGRADED, report().status());
        runningSince = NOW.minus(Duration.ofMinutes(2));
        assertEquals(Status.UNHEALTHY, report().status());
    }

    @Test
    void aRestartAfterALongStopIsNotUnhealthyAtOnce() {
        table("Item", OFF, OFF, EACH_HOUR);
        knows("Item", success(UpdateType.HOURLY, Duration.ofDays(3), minutes(2)), 0, null);
        runningSince = NOW.minus(Duration.ofSeconds(10));
        assertEquals(Status.DEGRADED, report().status());
    }

    @Test
    void aTableThatWaitsBecauseAllPlacesAreTakenIsDegraded() {
        table("Item", OFF, OFF, EACH_HOUR);
        for (int busy = 1; busy <= 4; busy++) {
            assertEquals(Status.UNHEALTHY, report().status(), "while there are free places");
            table("Busy" + busy, OFF, OFF, EACH_HOUR);
            knows("Busy" + busy, success(UpdateType.HOURLY, minutes(9), minutes(1)), 0, live(minutes(1)));
        }
        assertEquals(Status.DEGRADED, report().status());
    }

    @Test
    void aTableThatWaitsForItsSourceIsDegraded() {
        table("Item", OFF, OFF, EACH_HOUR);
        table("Busy", OFF, OFF, EACH_HOUR);
        knows("Busy", success(UpdateType.HOURLY, minutes(9), minutes(1)), 0, live(minutes(1)));
        assertEquals(Status.UNHEALTHY, report().status());
        sourceCap = 1;
        assertEquals(Status.DEGRADED, report().status());
    }

    @Test
    void repeatedFailuresAreUnhealthyEvenBeforeTheTableIsOverdue() {
        table("Item", OFF, OFF, EACH_HOUR);
        Success recent = success(UpdateType.HOURLY, minutes(30), minutes(1));
        knows("Item", recent, 2, live(minutes(1)));
        assertEquals(Status.HEALTHY, report().status());

        knows("Item", recent, 3, live(minutes(1)));
        TableReport item = report().tables().get(0);
        assertEquals(Status.UNHEALTHY, item.status());
        assertEquals("3 failures in a row", item.reason());
        assertEquals(3, item.consecutiveFailures());
    }

    @Test
    void theWorstTableDecides() {
        table("Good", OFF, OFF, EACH_HOUR);
        knows("Good", success(UpdateType.HOURLY, minutes(1), minutes(1)), 0, null);
        table("Late", OFF, OFF, EACH_HOUR);
        knows("Late", success(UpdateType.HOURLY, minutes(200), minutes(2)), 0, live(minutes(1)));
        assertEquals(Status.DEGRADED, report().status());

        table("Bad", OFF, OFF, EACH_HOUR);
        assertEquals(Status.UNHEALTHY, report().status());
    }

    @Test
    void aDisabledTableSaysNothingAboutTheWhole() {
        tables.add(config("Item", false, OFF, OFF, EACH_HOUR));
        assertEquals(Status.HEALTHY, report().status());
        assertEquals(Status.DISABLED, report().tables().get(0).status());
    }

    @Test
    void aTableWithoutSchedulesIsNeverOverdue() {
        table("Item", OFF, OFF, OFF);
        assertEquals(Status.HEALTHY, report().status());
        knows("Item", success(UpdateType.HOURLY, minutes(1), minutes(1)), 3, null);
        assertEquals(Status.UNHEALTHY, report().status());
    }

    @Test
    void theReportReadsAsItsDocumentationSays() {
        table("Item", OFF, OFF, EACH_HOUR);
        knows("Item", success(UpdateType.DAILY, minutes(90), minutes(1)), 1, live(minutes(1)));
        nextTries.put("Item", NOW.plusSeconds(60));
        String json = new String(Json.write(report()), StandardCharsets.UTF_8);
        assertEquals("""
                {"status":"DEGRADED","at":"2026-03-29T12:00:00Z","tables":[{"tableName":"Item","status":"DEGRADED",\
                "reason":"overdue, an operation is under way","dueType":"HOURLY","dueIntervalSeconds":3600,\
                "lastSuccess":{"operationId":"good","updateType":"DAILY","startedAt":"2026-03-29T10:30:00Z",\
                "endedAt":"2026-03-29T10:31:00Z","rows":120},"ageSeconds":5400,"consecutiveFailures":1,\
                "nextTryAt":"2026-03-29T12:01:00Z",\
                "lastError":{"operationId":"bad","at":"2026-03-20T12:00:00Z","code":"STALE","message":"silent",\
                "step":"LoadBatch"},"live":{"operationId":"live","updateType":"HOURLY",\
                "startedAt":"2026-03-29T11:00:00Z","phase":"LOADING","lastProgressAt":"2026-03-29T11:59:00Z"}}]}""", json);
    }

    private HealthReport report() {
        DataSyncConfig config = new DataSyncConfig(
                Options.DEFAULTS,
                KafkaConfig.of("localhost:9092", "t"),
                HttpConfig.DEFAULTS,
                TelemetryConfig.NONE,
                Map.of("erp", source()),
                destination(),
                tables);
        return HealthReport.of(config, health, nextTries, runningSince, NOW);
    }

    private void table(String name, Schedule mass, Schedule daily, Schedule hourly) {
        tables.add(config(name, true, mass, daily, hourly));
    }

    private void knows(String name, Success success, int failures, @Nullable Live live) {
        Failure error = failures == 0 ? null : new Failure("bad", LONG_AGO, ErrorCode.STALE, "silent", "LoadBatch");
        health.put(name, new TableHealth(name, Map.of(success.updateType(), success), null, failures, error, live));
    }

    private static Success success(UpdateType type, Duration ago, Duration taken) {
        Instant startedAt = NOW.minus(ago);
        return new Success("good", type, startedAt, startedAt.plus(taken), 120);
    }

    private static Live live(Duration silentFor) {
        return new Live("live", UpdateType.HOURLY, NOW.minus(minutes(60)), Phase.LOADING, NOW.minus(silentFor));
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    private SourceConfig source() {
        return new SourceConfig(
                "erp",
                "jdbc:none",
                Optional.empty(),
                Secret.none(),
                1,
                sourceCap,
                List.of(),
                SourceConfig.DEFAULT_QUERY_TIMEOUT,
                Optional.empty());
    }

    private static DestinationConfig destination() {
        return new DestinationConfig(
                DestinationConfig.Type.POSTGRESQL,
                "jdbc:none",
                Optional.empty(),
                Secret.none(),
                "public",
                DestinationConfig.DEFAULT_CONTROL_SCHEMA,
                true,
                DestinationConfig.Upsert.MERGE,
                DestinationConfig.DEFAULT_LOCK_TIMEOUT,
                DestinationConfig.DEFAULT_QUERY_TIMEOUT);
    }

    private static TableConfig config(String name, boolean enabled, Schedule mass, Schedule daily, Schedule hourly) {
        return TestingTable.named(name, "Id")
                .enabled(enabled)
                .mass(new MassSchedule(mass, true, true, MassSchedule.Mode.TRUNCATE, false))
                .daily(daily)
                .hourly(hourly)
                .build();
    }
}
