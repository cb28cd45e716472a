package io.datasync.config;

import java.util.Optional;

/**
 * Where traces go.
 *
 * @param otlpEndpoint URL of an OTLP/gRPC collector, such as {@code http://localhost:4317}; none switches export off
 */
public record TelemetryConfig(Optional<String> otlpEndpoint) {

    public static final TelemetryConfig NONE = new TelemetryConfig(Optional.empty());
}
