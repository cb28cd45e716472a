package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the three processes say over HTTP while operations succeed and fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointsTest {
    private static final String TABLES = """
            - tableName: steady
              sourceSystem: ERP
              fetcher: sample
              options: {rows: 300}
              keyColumns: Id
              mass: {interval: 1h}
            - tableName: asked
              enabled: false
              sourceSystem: ERP
              fetcher: sample
              options: {rows: 50}
              keyColumns: Id
            - tableName: shaky
              sourceSystem: ERP
              fetcher: jdbc
              query: SELECT * FROM shaky WHERE changed >= :minimumDT
              keyColumns: id
              lastUpdateColumn: changed
              hourly: {interval: 1s}
            """;
    private static final String CREATE = "CREATE TABLE shaky AS SELECT 1 AS id, now() AS changed";

    private final HttpClient http = HttpClient.newHttpClient();
    private static final String TOKEN = "a-token-of-the-test";

    private final TestPipeline pipeline =
            new TestPipeline(TABLES).options("unhealthyAfter: 2").set("http", ", token: " + TOKEN);
    private final CuttableProxy proxy = proxy();

    private CuttableProxy proxy() {
        String url = pipeline.destination().jdbcUrl();
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        try {
            CuttableProxy made = new CuttableProxy(port);
            made.connect();
            pipeline.set("destinationUrl", url.replace(":" + port + "/", ":" + made.port() + "/"));
            return made;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeAll
    void start() {
        pipeline.inSource(CREATE);
        pipeline.start();
        // Whichever test comes first: one of them cuts the destination off.
        waiting()
                .until(() -> metrics(pipeline.app().schedulerPort())
                        .contains("sync_operations_completed_total{table=\"steady\",type=\"MASS\"} 1.0"));
    }

    @AfterAll
    void close() {
        pipeline.close();
        proxy.close();
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }

    private HttpResponse<String> get(int port, String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private List<Integer> ports() {
        StandaloneApp app = pipeline.app();
        return List.of(app.schedulerPort(), app.fetcherPort(), app.loaderPort());
    }

    private List<Integer> statuses(String path) {
        return ports().stream().map(port -> get(port, path).statusCode()).toList();
    }

    private void awaitHealth(int status, String word) {
        waiting().until(() -> {
            HttpResponse<String> response = get(pipeline.app().schedulerPort(), "/health");
            return response.statusCode() == status
                    && word.equals(json(response).path("status").asText());
        });
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static JsonNode table(JsonNode health, String name) {
        return StreamSupport.stream(health.get("tables").spliterator(), false)
                .filter(table -> table.get("tableName").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void healthFollowsEachTableThroughRepeatedFailuresAndBack() throws IOException {
        awaitHealth(200, "HEALTHY");
        JsonNode healthy = json(get(pipeline.app().schedulerPort(), "/health"));
        assertEquals(
                300, table(healthy, "steady").get("lastSuccess").get("rows").asLong());
        assertEquals("MASS", table(healthy, "steady").get("dueType").asText());

        pipeline.inSource("DROP TABLE shaky");
        awaitHealth(503, "UNHEALTHY");
        JsonNode shaky = table(json(get(pipeline.app().schedulerPort(), "/health")), "shaky");
        assertEquals("UNHEALTHY", shaky.get("status").asText());
        assertTrue(shaky.get("consecutiveFailures").asInt() >= 2, shaky.toString());
        assertEquals("SOURCE_QUERY", shaky.get("lastError").get("code").asText());
        assertEquals(List.of(200, 200, 200), statuses("/health/live"));

        pipeline.inSource(CREATE);
        waiting().until(() -> get(pipeline.app().schedulerPort(), "/health").statusCode() == 200);
    }

    @Test
    void readinessFollowsTheServersThatAProcessNeedsAndLivenessDoesNot() throws IOException {
        waiting().until(() -> statuses("/health/ready").equals(List.of(200, 200, 200)));
        proxy.cut();
        waiting().until(() -> statuses("/health/ready").equals(List.of(503, 200, 503)));
        assertTrue(get(pipeline.app().loaderPort(), "/health/ready").body().contains("destination"));
        assertEquals(List.of(200, 200, 200), statuses("/health/live"));
        proxy.connect();
        waiting().until(() -> statuses("/health/ready").equals(List.of(200, 200, 200)));
    }

    @Test
    void whoHasTheTokenRunsATable() throws Exception {
        waiting().until(() -> statuses("/health/ready").equals(List.of(200, 200, 200)));
        HttpResponse<String> started = post("/tables/asked/run?type=mass", TOKEN);
        assertEquals(202, started.statusCode(), started.body());
        JsonNode body = json(started);
        assertEquals("asked", body.get("table").asText());
        assertEquals("MASS", body.get("type").asText());
        assertEquals(
                50,
                TestPipeline.counts(pipeline.end(body.get("operationId").asText()))
                        .sum());

        assertEquals(401, post("/tables/asked/run?type=mass", "another-token").statusCode());
        assertEquals(404, post("/tables/nowhere/run", TOKEN).statusCode());
        HttpResponse<String> wrong = post("/tables/asked/run?type=yearly", TOKEN);
        assertEquals(400, wrong.statusCode());
        assertEquals("{\"error\":\"type is mass, daily, hourly or deletes\"}", wrong.body());
    }

    private HttpResponse<String> post(String path, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + pipeline.app().schedulerPort() + path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void eachProcessMeasuresWhatItDoes() {
        assertContains(
                metrics(pipeline.app().schedulerPort()),
                "sync_operations_completed_total{table=\"steady\",type=\"MASS\"} 1.0",
                "sync_operations_started_total{table=\"steady\",type=\"MASS\"} 1.0",
                "sync_duration_seconds_bucket{table=\"steady\",type=\"MASS\",le=\"+Inf\"} 1",
                "sync_records_processed_sum{table=\"steady\",type=\"MASS\"} 300.0",
                "sync_time_since_success_seconds{table=\"steady\"}",
                "hikaricp_connections{pool=\"destination\"}",
                "jvm_memory_used_bytes",
                "kafka_");
        assertContains(
                metrics(pipeline.app().fetcherPort()),
                "sync_batches_fetched_total{table=\"steady\",type=\"MASS\"} 1.0",
                "sync_bytes_fetched_bytes_total{table=\"steady\",type=\"MASS\"}",
                "hikaricp_connections{pool=\"source-ERP\"}",
                "kafka_producer_");
        assertContains(
                metrics(pipeline.app().loaderPort()),
                "sync_rows_loaded_total{outcome=\"inserted\",table=\"steady\",type=\"MASS\"} 300.0",
                "sync_batches_loaded_total{table=\"steady\",type=\"MASS\"} 1.0",
                "hikaricp_connections{pool=\"destination\"}",
                "kafka_");
    }

    private String metrics(int port) {
        return get(port, "/metrics").body();
    }

    private static void assertContains(String metrics, String... parts) {
        for (String part : parts) {
            assertTrue(metrics.contains(part), () -> part + " is not in\n" + metrics);
        }
    }
}
