package io.datasync.telemetry;

import io.datasync.message.Operation;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Spans of operations; the W3C trace context travels in Kafka headers, so that an operation is one trace. */
public final class Tracing {
    private static final String INSTRUMENTATION = "DataSync";
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("datasync.operation");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("datasync.table");
    private static final AttributeKey<String> UPDATE_TYPE = AttributeKey.stringKey("datasync.update_type");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("datasync.rows");

    private final Tracer tracer;

    public Tracing(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer(INSTRUMENTATION);
    }

    /**
     * Runs {@code work} in a span that is a child of the context in {@code headers}; a failure becomes its error status.
     *
     * @param name what is done, such as {@code fetch slice}
     * @param rows how many rows the result speaks of
     */
    public <T> T inSpan(
            String name,
            SpanKind kind,
            Operation operation,
            Headers headers,
            Supplier<T> work,
            ToLongFunction<T> rows) {
        Span span = tracer.spanBuilder(name)
                .setParent(extract(headers))
                .setSpanKind(kind)
                .setAttribute(OPERATION, operation.operationId())
                .setAttribute(TABLE, operation.tableName())
                .setAttribute(UPDATE_TYPE, operation.updateType().name())
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            T result = work.get();
            span.setAttribute(ROWS, rows.applyAsLong(result));
            return result;
        } catch (RuntimeException | Error failure) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            span.recordException(failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    /** Writes the current context into {@code headers}, in place of what they said before. */
    public static void inject(Headers headers) {
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Tracing::setHeader);
    }

    private static Context extract(Headers headers) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, new HeaderGetter());
    }

    private static void setHeader(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.remove(key).add(key, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class HeaderGetter implements TextMapGetter<Headers> {
        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
