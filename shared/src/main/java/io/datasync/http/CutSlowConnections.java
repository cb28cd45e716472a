package io.datasync.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes a connection that brings no request within a time. Jetty's idle time-out alone lets a client keep one for ever that
 * sends a byte of a header now and then.
 */
final class CutSlowConnections implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration within;

    CutSlowConnections(Scheduler scheduler, Duration within) {
        this.scheduler = scheduler;
        this.within = within;
    }

    @Override
    public void onOpened(Connection connection) {
        lookLater(connection, 0);
    }

    private void lookLater(Connection connection, long requestsSoFar) {
        scheduler.schedule(() -> look(connection, requestsSoFar), within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Connection connection, long requestsBefore) {
        long requests = connection.getMessagesIn();
        if (!connection.getEndPoint().isOpen()) {
            return;
        }
        if (requests == requestsBefore) {
            connection.close();
        } else {
            lookLater(connection, requests);
        }
    }
}
