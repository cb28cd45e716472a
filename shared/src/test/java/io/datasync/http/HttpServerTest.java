package io.datasync.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.HttpConfig;
import io.datasync.config.TelemetryConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Telemetry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

final class HttpServerTest {
    private static final Instant AT = Instant.parse("2026-03-29T01:30:00Z");
    private static final Operation OPERATION = new Operation("op-1", "Item", "jde", UpdateType.MASS, null, AT);

    private final AtomicBoolean loopAlive = new AtomicBoolean(true);
    private final AtomicBoolean brokerUp = new AtomicBoolean(true);
    private final Telemetry telemetry = Telemetry.start("test", TelemetryConfig.NONE);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = start(0);
    }

    private HttpServer start(int port) {
        ComponentHealth health =
                new ComponentHealth(Map.of("queue", loopAlive::get), Map.of("kafka", this::checkBroker));
        return HttpServer.start(HttpConfig.DEFAULTS, port, health, telemetry.registry(), routes -> {
            routes.get("/tables", context -> context.result("tables"));
            routes.get("/broken", context -> {
                throw new IllegalStateException("secret detail");
            });
        });
    }

    private void checkBroker() throws IOException {
        if (!brokerUp.get()) {
            throw new IOException("no answer");
        }
    }

    @AfterEach
    void stop() {
        server.close();
        telemetry.close();
    }

    @Test
    void aHealthyProcessAnswers200WithItsParts() throws Exception {
        for (String path : List.of("/health", "/health/live", "/health/ready")) {
            HttpResponse<String> answer = get(path);
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("Content-Type").orElseThrow().startsWith("application/json"));
        }
        String body = get("/health").body();
        assertTrue(body.startsWith("{\"status\":\"UP\",\"components\":{"), body);
        assertTrue(body.contains("\"queue\":\"UP\"") && body.contains("\"kafka\":\"UP\""), body);
    }

    @Test
    void aProcessWhoseBrokerIsDownIsAliveButNotReady() throws Exception {
        brokerUp.set(false);
        assertEquals(503, get("/health").statusCode());
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(503, get("/health/ready").statusCode());
        assertEquals(
                "{\"status\":\"DOWN\",\"components\":{\"kafka\":\"DOWN: no answer\"}}",
                get("/health/ready").body());
    }

    @Test
    void aServerThatHangsIsDownAndIsAskedOnceAtATime() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Map<String, ComponentHealth.Check> checks = Map.of(
                "destination",
                () -> {
                    asked.incrementAndGet();
                    answered.await();
                },
                "kafka",
                () -> {});
        ComponentHealth health = new ComponentHealth(Map.of(), checks, Duration.ofMillis(100));
        for (int time = 0; time < 3; time++) {
            Health.Answer answer = health.ready();
            assertFalse(answer.ok());
            String said = answer.body().toString();
            assertTrue(said.contains("kafka=UP") && said.contains("destination=DOWN: no answer in"), said);
        }
        assertEquals(1, asked.get());
        answered.countDown();
        await().until(() -> health.ready().ok());
    }

    @Test
    void aProcessWhoseLoopHasEndedIsNotAlive() throws Exception {
        loopAlive.set(false);
        assertEquals(503, get("/health").statusCode());
        assertEquals(503, get("/health/live").statusCode());
        assertEquals(200, get("/health/ready").statusCode());
    }

    @Test
    void metricsAreInTheFormOfPrometheus() throws Exception {
        SyncMetrics metrics = new SyncMetrics(telemetry.registry());
        metrics.operationStarted(OPERATION);
        metrics.operationEnded(state(null));
        metrics.operationEnded(state(new OperationState.OperationError(ErrorCode.STALE, "silent", "FETCHING")));
        metrics.batchFetched(OPERATION, 1_000);
        metrics.batchLoaded(OPERATION, new LoadCounts(1, 2, 3, 4, 5));
        metrics.retried(OPERATION, "load", ErrorCode.DESTINATION_BUSY);
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        String scraped = answer.body();
        for (String expected : List.of(
                "sync_operations_started_total{table=\"Item\",type=\"MASS\"} 1.0",
                "sync_operations_completed_total{table=\"Item\",type=\"MASS\"} 1.0",
                "sync_operations_failed_total{code=\"STALE\",table=\"Item\",type=\"MASS\"} 1.0",
                "sync_duration_seconds_bucket{table=\"Item\",type=\"MASS\",le=\"120.0\"} 2",
                "sync_duration_seconds_sum{table=\"Item\",type=\"MASS\"} 180.0",
                "sync_records_processed_bucket{table=\"Item\",type=\"MASS\",le=\"1.0\"} 2",
                "sync_batches_fetched_total{",
                "sync_bytes_fetched_bytes_total{",
                "sync_rows_loaded_total{outcome=\"updated\",table=\"Item\",type=\"MASS\"} 2.0",
                "sync_rejects_total{table=\"Item\",type=\"MASS\"} 5.0",
                "sync_retries_total{code=\"DESTINATION_BUSY\",table=\"Item\",type=\"MASS\",what=\"load\"} 1.0",
                "jvm_memory_used_bytes{",
                "jvm_threads_live_threads",
                "process_uptime_seconds")) {
            assertTrue(scraped.contains(expected), () -> expected + " is not in\n" + scraped);
        }
    }

    @Test
    void aProcessAddsItsOwnRoutes() throws Exception {
        assertEquals("tables", get("/tables").body());
    }

    @Test
    void anUnknownPathIs404AndAFailingOne500WithoutDetails() throws Exception {
        HttpResponse<String> unknown = get("/etc/passwd");
        assertEquals(404, unknown.statusCode());
        HttpResponse<String> broken = get("/broken");
        assertEquals(500, broken.statusCode());
        for (HttpResponse<String> answer : List.of(unknown, broken)) {
            assertFalse(answer.body().contains("\tat "), answer.body());
            assertFalse(answer.body().contains("secret"), answer.body());
            assertFalse(answer.headers().firstValue("Server").isPresent());
        }
    }

    @Test
    void aPortInUseIsNamed() {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> start(server.port()));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("127.0.0.1:" + server.port()), failure.getMessage());
    }

    static boolean hasAnotherAddress() throws IOException {
        return anotherAddress().isPresent();
    }

    @Test
    @EnabledIf(value = "hasAnotherAddress", disabledReason = "The machine has the loopback address only")
    void onlyTheGivenAddressIsServed() throws Exception {
        InetSocketAddress other = new InetSocketAddress(anotherAddress().orElseThrow(), server.port());
        try (Socket socket = new Socket()) {
            assertThrows(ConnectException.class, () -> socket.connect(other, 5_000));
        }
    }

    private static Optional<InetAddress> anotherAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    private static OperationState state(OperationState.@Nullable OperationError error) {
        return new OperationState(
                new OperationEvent.OperationOpened(OPERATION, AT, 1, 0, true, null, null),
                error == null ? OperationState.Phase.SUCCEEDED : OperationState.Phase.FAILED,
                AT.plusSeconds(90),
                AT.plusSeconds(90),
                null,
                true,
                true,
                true,
                true,
                List.of(),
                error,
                null);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
