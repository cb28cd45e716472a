package io.datasync.http;

import io.datasync.config.HttpConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Json;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health}, {@code /health/live}, {@code /health/ready} and {@code /metrics}, and what a process adds. What only
 * reads takes GET and HEAD from whoever reaches it; what acts is guarded by a {@link BearerToken}.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final String JSON = "application/json";

    private final Javalin server;

    private HttpServer(Javalin server) {
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param port 0 takes any free one
     * @param moreRoutes adds routes of the process's own
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if host and port cannot be bound
     */
    public static HttpServer start(
            HttpConfig config,
            int port,
            Health health,
            PrometheusMeterRegistry metrics,
            Consumer<RoutesConfig> moreRoutes) {
        return start(config, port, health, metrics, moreRoutes, HttpLimits.DEFAULTS);
    }

    static HttpServer start(
            HttpConfig config,
            int port,
            Health health,
            PrometheusMeterRegistry metrics,
            Consumer<RoutesConfig> moreRoutes,
            HttpLimits limits) {
        Javalin server = Javalin.create(javalin -> {
            javalin.startup.showJavalinBanner = false;
            javalin.http.prefer405over404 = true;
            limits.apply(javalin);
            javalin.routes.exception(HttpResponseException.class, HttpServer::refuse);
            javalin.routes.exception(Exception.class, HttpServer::fail);
            javalin.routes.get("/health", context -> answer(context, health::health));
            javalin.routes.get("/health/live", context -> answer(context, health::live));
            javalin.routes.get("/health/ready", context -> answer(context, health::ready));
            javalin.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(metrics.scrape()));
            moreRoutes.accept(javalin.routes);
        });
        try {
            server.start(config.host(), port);
        } catch (RuntimeException failure) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Cannot serve HTTP on " + config.host() + ":" + port + ": " + failure.getMessage()
                            + " Set another host or port under http:, or 0 for any free port.",
                    failure);
        }
        log.atInfo()
                .addKeyValue("host", config.host())
                .addKeyValue("port", server.port())
                .log("Serving health and metrics");
        return new HttpServer(server);
    }

    public int port() {
        return server.port();
    }

    private static void answer(Context context, Supplier<Health.Answer> question) {
        Health.Answer answer = question.get();
        context.status(answer.ok() ? 200 : 503).contentType(JSON).result(Json.write(answer.body()));
    }

    private static void refuse(HttpResponseException refusal, Context context) {
        error(context, refusal.getStatus(), String.valueOf(refusal.getMessage()));
    }

    /** Whoever asks learns nothing of the failure, which may name servers and users. */
    private static void fail(Exception failure, Context context) {
        log.atError().addKeyValue("path", context.path()).setCause(failure).log("Cannot answer a request");
        error(context, 500, "It failed; the log of this process says why");
    }

    private static void error(Context context, int status, String message) {
        context.status(status).contentType(JSON).result(Json.write(Map.of("error", message)));
    }

    @Override
    public void close() {
        server.stop();
    }
}
