package io.datasync.config;

/**
 * Where each process serves health and metrics.
 *
 * @param host address to bind; loopback unless told otherwise
 * @param schedulerPort port of the scheduler; 0 takes any free one, as for the others
 * @param fetcherPort port of the fetcher worker
 * @param loaderPort port of the loader worker
 */
public record HttpConfig(String host, int schedulerPort, int fetcherPort, int loaderPort) {

    public static final HttpConfig DEFAULTS = new HttpConfig("127.0.0.1", 8080, 8081, 8082);
}
