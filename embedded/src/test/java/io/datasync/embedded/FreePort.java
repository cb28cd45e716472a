package io.datasync.embedded;

/** Ports for servers that a test starts by itself. */
public final class FreePort {
    private FreePort() {}

    /** A port on the loopback address that was free a moment ago, outside the range of outgoing connections. */
    public static int next() {
        return LoopbackPort.free();
    }
}
