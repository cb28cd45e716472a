package io.datasync.config;

/**
 * Where each process serves health and metrics, and who may act there.
 *
 * @param host address to bind; loopback unless told otherwise
 * @param schedulerPort port of the scheduler; 0 takes any free one, as for the others
 * @param fetcherPort port of the fetcher worker
 * @param loaderPort port of the loader worker
 * @param token what a client must have to act, at least {@value #SHORTEST_TOKEN} characters; none: nobody may
 */
public record HttpConfig(String host, int schedulerPort, int fetcherPort, int loaderPort, Secret token) {

    /** Too long to be guessed, if it was drawn by chance. */
    static final int SHORTEST_TOKEN = 16;

    public static final HttpConfig DEFAULTS = new HttpConfig("127.0.0.1", 8080, 8081, 8082, Secret.none());
}
