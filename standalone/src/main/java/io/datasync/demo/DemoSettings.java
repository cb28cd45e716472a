package io.datasync.demo;

import java.nio.file.Path;

/**
 * What a demo is run with.
 *
 * @param scale see {@link DemoOptions}
 * @param seed see {@link DemoOptions}
 * @param configuration DataSync's YAML; it may use the variables {@code DEMO_KAFKA} (bootstrap servers), {@code DEMO_DATABASE}
 *     (JDBC URL) and {@code DEMO_USER}
 * @param parentDirectory where the demo makes the directory of its servers, which it removes at the end
 */
public record DemoSettings(double scale, long seed, String configuration, Path parentDirectory) {}
