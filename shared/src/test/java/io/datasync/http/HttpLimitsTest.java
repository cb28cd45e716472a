package io.datasync.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.HttpConfig;
import io.datasync.config.Secret;
import io.datasync.config.TelemetryConfig;
import io.datasync.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What strangers may not do, spoken over plain sockets where a well-behaved client would not do it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpLimitsTest {
    private static final String TOKEN = "a-token-of-the-test";
    private static final HttpLimits SMALL =
            new HttpLimits(2_000, 1_000, Duration.ofMillis(600), Duration.ofMillis(900), 8);

    private final AtomicInteger acted = new AtomicInteger();
    private final Telemetry telemetry = Telemetry.start("test", TelemetryConfig.NONE);
    private final HttpServer server = start(Secret.of(TOKEN));
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpServer start(Secret token) {
        return HttpServer.start(
                HttpConfig.DEFAULTS,
                0,
                new ComponentHealth(Map.of(), Map.of()),
                telemetry.registry(),
                routes -> routes.post("/act", new BearerToken(token).guard(context -> {
                            acted.incrementAndGet();
                            context.result("done");
                        })),
                SMALL);
    }

    @AfterAll
    void stop() {
        server.close();
        telemetry.close();
    }

    @Test
    void everyAnswerTellsABrowserToDoNothingWithIt() throws Exception {
        for (String path : List.of("/health", "/metrics", "/nowhere", "/act")) {
            Map<String, List<String>> headers = send("GET", path).headers().map();
            assertEquals(List.of("nosniff"), headers.get("x-content-type-options"), path);
            assertEquals(
                    List.of("default-src 'none'; frame-ancestors 'none'"),
                    headers.get("content-security-policy"),
                    path);
            assertEquals(List.of("no-referrer"), headers.get("referrer-policy"), path);
            assertEquals(List.of("no-store"), headers.get("cache-control"), path);
            assertFalse(headers.containsKey("server"), path);
        }
    }

    @Test
    void whatReadsTakesGetAndHeadOnly() throws Exception {
        assertEquals(200, send("GET", "/health").statusCode());
        HttpResponse<String> head = send("HEAD", "/health");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED")) {
            for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics")) {
                String answer = answerTo(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertTrue(answer.matches("HTTP/1.1 (405|404|400|501) (?s:.*)"), method + " " + path + ": " + answer);
            }
        }
        assertEquals(405, send("GET", "/act").statusCode());
    }

    @Test
    void whatActsNeedsTheToken() throws Exception {
        int before = acted.get();
        HttpResponse<String> none = send("POST", "/act");
        assertEquals(401, none.statusCode());
        assertEquals(
                "Bearer realm=\"datasync\"",
                none.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertTrue(none.body().startsWith("{\"error\":\""), none.body());
        for (String wrong : List.of(
                TOKEN,
                "Bearer",
                "Bearer ",
                "Bearer " + TOKEN.substring(1),
                "Bearer " + TOKEN + "x",
                "Bearer " + TOKEN.toUpperCase(Locale.ROOT),
                "Basic " + TOKEN)) {
            assertEquals(401, send("POST", "/act", "Authorization", wrong).statusCode(), wrong);
        }
        assertEquals(401, send("POST", "/act?token=" + TOKEN).statusCode());
        assertEquals(before, acted.get());
        assertEquals(
                200, send("POST", "/act", "Authorization", "Bearer " + TOKEN).statusCode());
        String shouted = "Bearer " + TOKEN.toUpperCase(Locale.ROOT);
        assertEquals(401, send("POST", "/act", "Authorization", shouted).statusCode());
        assertEquals(before + 1, acted.get());
    }

    @Test
    void withoutAConfiguredTokenNobodyActs() throws Exception {
        try (HttpServer closed = start(Secret.none())) {
            for (String any : List.of("Bearer ", "Bearer x", "Bearer null")) {
                HttpResponse<String> answer = send(closed, "POST", "/act", "Authorization", any);
                assertEquals(403, answer.statusCode());
                assertEquals("{\"error\":\"Nobody may act over HTTP: no http.token is configured\"}", answer.body());
            }
        }
    }

    @Test
    void longHeadersAndBodiesAreRefusedUnread() throws Exception {
        String head = "POST /act HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n";
        assertStatus(431, "GET /health HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(3_000) + "\r\n\r\n");
        assertStatus(414, "GET /" + "y".repeat(3_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(413, head + "Content-Length: 1001\r\n\r\n");
        assertStatus(413, head + "Content-Length: 999999999999\r\n\r\n");
        assertStatus(411, head + "Transfer-Encoding: chunked\r\n\r\n");
        assertStatus(400, head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertStatus(400, "GET /health HTTP/1.1\r\n\r\n");
        assertStatus(400, "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
        assertStatus(400, "\u0016\u0003\u0001 nonsense\r\n\r\n");
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write("GET /health HT".getBytes(StandardCharsets.US_ASCII));
            readToEnd(socket);
        }
    }

    @Test
    void aConnectionThatDripsAHeaderIsClosed() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> isCutAfterAByte(socket));
        }
    }

    /** Sends so little, and so often, that the connection is never idle. */
    private static boolean isCutAfterAByte(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write('y');
            return socket.getInputStream().available() > 0;
        } catch (SocketException cut) {
            return true;
        }
    }

    @Test
    void whoeverOpensManyConnectionsCannotKeepOthersOutForLong() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                sockets.add(open());
            }
            assertEquals(200, send("GET", "/health").statusCode());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void assertStatus(int expected, String request) throws IOException {
        String answer = answerTo(request);
        assertTrue(answer.startsWith("HTTP/1.1 " + expected + " "), () -> expected + " for " + request + ": " + answer);
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String answerTo(String request) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return readToEnd(socket);
        }
    }

    /** What came until the server closed the connection, as it does with each that says nothing more. */
    private static String readToEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            InputStream input = socket.getInputStream();
            for (int next = input.read(); next >= 0; next = input.read()) {
                text.append((char) next);
            }
        } catch (SocketException reset) {
            text.append(" (").append(reset.getMessage()).append(')');
        }
        return text.toString();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        return send(server, method, path, headers);
    }

    private HttpResponse<String> send(HttpServer to, String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
