package io.datasync.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a free TCP port on the loopback address. */
final class LoopbackPort {
    /**
     * Below the range from which Linux takes the ports of outgoing connections (32768 up). A client that keeps trying a
     * stopped server inside that range may be given the server's port as its own, connect to itself and so hold it.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 200;

    private LoopbackPort() {}

    /** A port that was free a moment ago; nothing keeps it free. */
    static int free() {
        return freeBut(0);
    }

    /** A free port that isn't the given one, which need not be taken yet. */
    static int freeBut(int other) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (port != other && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No free port between " + LOWEST + " and " + HIGHEST + " on the loopback address");
    }

    static boolean isFree(int port) {
        if (port < LOWEST || port > HIGHEST) {
            return false;
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
