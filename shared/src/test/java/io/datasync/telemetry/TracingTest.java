package io.datasync.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Operation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TracingTest {
    private static final Operation OPERATION =
            new Operation("op-1", "Item", "jde", UpdateType.DAILY, null, Instant.EPOCH);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final Tracing tracing = new Tracing(sdk);

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void aSpanSaysWhichOperationAndHowManyRows() {
        assertEquals(
                "result",
                tracing.inSpan(
                        "fetch slice", SpanKind.CONSUMER, OPERATION, new RecordHeaders(), () -> "result", text -> 17));
        SpanData span = spans.getFinishedSpanItems().get(0);
        assertEquals("fetch slice", span.getName());
        assertEquals(SpanKind.CONSUMER, span.getKind());
        assertEquals("DataSync", span.getInstrumentationScopeInfo().getName());
        assertEquals("op-1", span.getAttributes().get(AttributeKey.stringKey("datasync.operation")));
        assertEquals("Item", span.getAttributes().get(AttributeKey.stringKey("datasync.table")));
        assertEquals("DAILY", span.getAttributes().get(AttributeKey.stringKey("datasync.update_type")));
        assertEquals(17L, span.getAttributes().get(AttributeKey.longKey("datasync.rows")));
        assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
    }

    @Test
    void aFailureIsTheStatusOfItsSpanAndGoesOn() {
        DataSyncException failure = new DataSyncException(ErrorCode.SOURCE_QUERY, "no such table");
        assertSame(
                failure,
                assertThrows(
                        DataSyncException.class,
                        () -> tracing.inSpan(
                                "fetch slice",
                                SpanKind.CONSUMER,
                                OPERATION,
                                new RecordHeaders(),
                                () -> {
                                    throw failure;
                                },
                                nothing -> 0)));
        SpanData span = spans.getFinishedSpanItems().get(0);
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals("no such table", span.getStatus().getDescription());
        assertEquals(1, span.getEvents().size());
    }

    @Test
    void anErrorIsTheStatusOfItsSpanToo() {
        assertThrows(
                StackOverflowError.class,
                () -> tracing.inSpan(
                        "fetch slice",
                        SpanKind.CONSUMER,
                        OPERATION,
                        new RecordHeaders(),
                        () -> {
                            throw new StackOverflowError("deep");
                        },
                        nothing -> 0));
        assertEquals(
                StatusCode.ERROR,
                spans.getFinishedSpanItems().get(0).getStatus().getStatusCode());
    }

    @Test
    void headersCarryTheInnermostSpanInPlaceOfWhatTheySaidBefore() {
        Headers headers = new RecordHeaders();
        headers.add("traceparent", "garbage".getBytes(StandardCharsets.UTF_8));
        tracing.inSpan(
                "fetch slice",
                SpanKind.CONSUMER,
                OPERATION,
                headers,
                () -> {
                    Tracing.inject(headers);
                    return 0;
                },
                rows -> rows);
        SpanData span = spans.getFinishedSpanItems().get(0);
        String context = new String(headers.lastHeader("traceparent").value(), StandardCharsets.UTF_8);
        assertTrue(context.startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"), context);
    }

    @Test
    void withoutASpanNothingIsInjected() {
        Headers headers = new RecordHeaders();
        Tracing.inject(headers);
        assertNull(headers.lastHeader("traceparent"));
    }

    @Test
    void aHeaderWithoutAValueIsNoContext() {
        Headers headers = new RecordHeaders();
        headers.add("traceparent", null);
        tracing.inSpan("fetch slice", SpanKind.CONSUMER, OPERATION, headers, () -> 0, rows -> rows);
        assertEquals("0000000000000000", spans.getFinishedSpanItems().get(0).getParentSpanId());
    }
}
