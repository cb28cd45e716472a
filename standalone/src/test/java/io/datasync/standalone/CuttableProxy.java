package io.datasync.standalone;

import io.datasync.embedded.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections on to a port of this machine, until it is cut; then it refuses them, as a server does that is gone. While it
 * is stalled it takes connections and bytes and passes none on, as a network does that loses them.
 */
public final class CuttableProxy implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean stalled;
    private @Nullable ServerSocket listener;

    /** A proxy that is cut at first. */
    public CuttableProxy(int target) {
        this(target, FreePort.next());
    }

    /** As {@link #CuttableProxy(int)}, on a port of the caller's choice. */
    public CuttableProxy(int target, int port) {
        this.target = target;
        this.port = port;
    }

    public int port() {
        return port;
    }

    public synchronized void connect() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener = opened;
        start(() -> accept(opened));
    }

    public void stall() {
        setStalled(true);
    }

    /** Ends a stall; what came meanwhile is passed on. */
    public void resume() {
        setStalled(false);
    }

    private void setStalled(boolean now) {
        synchronized (gate) {
            stalled = now;
            gate.notifyAll();
        }
    }

    private void awaitGate() throws InterruptedIOException {
        synchronized (gate) {
            while (stalled) {
                try {
                    gate.wait();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        }
    }

    /** Ends all connections and refuses new ones. */
    public synchronized void cut() {
        if (listener != null) {
            close(listener);
            listener = null;
        }
        sockets.forEach(CuttableProxy::close);
        sockets.clear();
    }

    @Override
    public void close() {
        cut();
        resume();
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                passOn(opened.accept());
            } catch (IOException cut) {
                close(opened);
            }
        }
    }

    /** Refuses the connection if the server does. */
    private void passOn(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(server);
            start(() -> pump(client, server));
            start(() -> pump(server, client));
        } catch (IOException refused) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitGate();
                out.write(buffer, 0, read);
            }
        } catch (IOException cut) {
            close(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
    }
}
