package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Spans of scheduler, fetcher and loader, whose context goes through real Kafka headers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationTraceTest {
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("datasync.table");
    private static final AttributeKey<String> UPDATE_TYPE = AttributeKey.stringKey("datasync.update_type");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("datasync.rows");

    private static final Set<String> STEPS =
            Set.of("open operation", "fetch slice", "check target", "prepare target", "load batch", "finish target");

    private static final String TABLES = """
            - tableName: traced
              sourceSystem: ERP
              fetcher: sample
              options: {rows: 120}
              keyColumns: Id
              mass: {interval: 1h}
            - tableName: unreadable
              sourceSystem: ERP
              fetcher: jdbc
              query: SELECT * FROM nothing_of_this_name
              keyColumns: id
              mass: {interval: 1h}
            """;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final TestPipeline pipeline = new TestPipeline(TABLES).start(this::telemetry);

    private Telemetry telemetry() {
        return Telemetry.of(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build());
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    private List<SpanData> spans(String table) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> table.equals(span.getAttributes().get(TABLE)))
                .toList();
    }

    private static Set<String> names(List<SpanData> spans) {
        return spans.stream().map(SpanData::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOperationIsOneTraceAcrossAllProcesses() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> names(spans("traced")).equals(new TreeSet<>(STEPS)));
        List<SpanData> spans = spans("traced");
        assertEquals(1, spans.stream().map(SpanData::getTraceId).distinct().count(), spans.toString());
        Set<String> ids = spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
        for (SpanData span : spans) {
            boolean root = span.getName().equals("open operation");
            assertEquals(root, !ids.contains(span.getParentSpanId()), span.toString());
            assertEquals("MASS", span.getAttributes().get(UPDATE_TYPE));
            assertEquals("DataSync", span.getInstrumentationScopeInfo().getName());
            assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
        }
        assertEquals(
                named(spans, "open operation").getSpanId(),
                named(spans, "fetch slice").getParentSpanId());
        assertEquals(120L, named(spans, "fetch slice").getAttributes().get(ROWS));
        assertEquals(120L, named(spans, "load batch").getAttributes().get(ROWS));
    }

    @Test
    void aFailureIsTheErrorStatusOfItsSpanAndEachAttemptATraceOfItsOwn() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> spans("unreadable").stream()
                                .filter(span -> span.getName().equals("fetch slice"))
                                .count()
                        >= 2);
        List<SpanData> fetches = spans("unreadable").stream()
                .filter(span -> span.getName().equals("fetch slice"))
                .toList();
        assertNotEquals(fetches.get(0).getTraceId(), fetches.get(1).getTraceId());
        assertEquals(StatusCode.ERROR, fetches.get(0).getStatus().getStatusCode());
        String description = fetches.get(0).getStatus().getDescription();
        assertTrue(description.contains("nothing_of_this_name"), description);
    }
}
