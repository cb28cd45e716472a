package io.datasync.telemetry;

import io.datasync.config.TelemetryConfig;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/** The metrics registry and the trace exporter of one process. */
public final class Telemetry implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final OpenTelemetrySdk openTelemetry;

    private Telemetry(OpenTelemetrySdk openTelemetry) {
        this.openTelemetry = openTelemetry;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        gcMetrics.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /**
     * Starts what the configuration asks for.
     *
     * @param process name of the process in traces, such as {@code datasync-loader}
     */
    public static Telemetry start(String process, TelemetryConfig config) {
        if (config.otlpEndpoint().isEmpty()) {
            return new Telemetry(OpenTelemetrySdk.builder().build());
        }
        OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(config.otlpEndpoint().get())
                .build();
        Resource resource = Resource.getDefault()
                .merge(Resource.create(
                        Attributes.builder().put("service.name", process).build()));
        return new Telemetry(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                        .build())
                .build());
    }

    /** Telemetry that hands its spans to {@code openTelemetry}; for tests with an in-memory exporter. */
    public static Telemetry of(OpenTelemetrySdk openTelemetry) {
        return new Telemetry(openTelemetry);
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    public OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    /** Sends what spans are left. */
    @Override
    public void close() {
        openTelemetry.close();
        gcMetrics.close();
        registry.close();
    }
}
