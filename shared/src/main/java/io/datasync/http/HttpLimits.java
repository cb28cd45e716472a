package io.datasync.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * How much a client may send, and for how long it may hold a connection.
 *
 * @param headerBytes of the request line and all headers; above it is 431
 * @param bodyBytes of a body, above it is 413, and 411 if its length is not told in advance
 * @param silence a connection on which nothing comes or goes for so long is closed
 * @param request a connection that brings no further request for so long, however busy it is, is closed within twice the time
 * @param connections open at a time; further ones wait to be accepted
 */
record HttpLimits(int headerBytes, int bodyBytes, Duration silence, Duration request, int connections) {

    /** Above what a health probe, Prometheus and a person with a browser or curl need. */
    static final HttpLimits DEFAULTS =
            new HttpLimits(8 << 10, 8 << 10, Duration.ofSeconds(15), Duration.ofSeconds(30), 64);

    /** For answers of data: nothing of it is to be run, framed, guessed at or kept by a browser. */
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    void apply(JavalinConfig javalin) {
        javalin.http.maxRequestSize = bodyBytes;
        javalin.jetty.modifyHttpConfiguration(this::apply);
        javalin.jetty.modifyServer(this::apply);
        javalin.routes.before(this::refuseLargeBody);
    }

    private void apply(HttpConfiguration configuration) {
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(headerBytes);
        // By default Jetty takes a header for the one before it on the connection that differs in case only: a token
        // too.
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.setIdleTimeout(silence.toMillis());
        configuration.addCustomizer(HttpLimits::addSecurityHeaders);
    }

    private void apply(Server server) {
        server.addBean(new NetworkConnectionLimit(connections, server));
        // Connectors are made after this, so they are dealt with when they are there.
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                for (Connector connector : server.getConnectors()) {
                    if (connector instanceof AbstractConnector listening) {
                        listening.setIdleTimeout(silence.toMillis());
                    }
                    connector.addBean(new CutSlowConnections(connector.getScheduler(), request));
                }
            }
        });
    }

    private static Request addSecurityHeaders(Request request, HttpFields.Mutable responseHeaders) {
        SECURITY_HEADERS.forEach(responseHeaders::put);
        return request;
    }

    private void refuseLargeBody(Context context) {
        if (context.header("Transfer-Encoding") != null) {
            throw new HttpResponseException(411, "A body needs a Content-Length");
        }
        if (context.req().getContentLengthLong() > bodyBytes) {
            throw new HttpResponseException(413, "A body has at most " + bodyBytes + " bytes");
        }
    }
}
