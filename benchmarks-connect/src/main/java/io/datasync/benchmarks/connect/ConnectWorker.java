package io.datasync.benchmarks.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectStandalone;

/**
 * Kafka Connect's own standalone worker in this JVM, spoken to over its REST interface only: a way in that stays when
 * its inner classes change. It lives until the JVM ends.
 */
final class ConnectWorker {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    private ConnectWorker(URI address) {
        this.address = address;
    }

    /** Starts the worker and returns when it answers. The directory, which exists, gets its settings and its offsets. */
    static ConnectWorker start(String bootstrapServers, Path directory) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + freePort());
        Path settings = directory.resolve("worker.properties");
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "listeners", address.toString(),
                "offset.storage.file.filename", directory.resolve("offsets").toString(),
                // How often a sink says how far it is, which is how the end is seen.
                "offset.flush.interval.ms", "250",
                "plugin.discovery", "service_load",
                "key.converter", RowConverter.class.getName(),
                "value.converter", RowConverter.class.getName()));
        try (Writer writer = Files.newBufferedWriter(settings)) {
            properties.store(writer, null);
        }
        Thread main = new Thread(() -> ConnectStandalone.main(new String[] {settings.toString()}), "connect-main");
        main.setDaemon(true);
        main.start();
        ConnectWorker worker = new ConnectWorker(address);
        worker.awaitStart();
        return worker;
    }

    /** Creates a connector, which starts at once. */
    Connector create(String name, Map<String, String> settings) throws IOException, InterruptedException {
        byte[] body = json.writeValueAsBytes(Map.of("name", name, "config", settings));
        send(request("/connectors").header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
        return new Connector(name);
    }

    /** A connector of this worker; closing it stops and deletes it. */
    final class Connector implements AutoCloseable {
        private final String name;

        private Connector(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        /** The stack traces of what failed in the connector and its tasks; empty while all is well. */
        List<String> failures() throws IOException, InterruptedException {
            JsonNode status = json.readTree(
                    send(request("/connectors/" + name + "/status").GET()));
            List<JsonNode> parts = new ArrayList<>();
            parts.add(status.path("connector"));
            status.path("tasks").forEach(parts::add);
            return parts.stream()
                    .filter(part -> part.path("state").asText().equals("FAILED"))
                    .map(part -> part.path("trace").asText())
                    .toList();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            send(request("/connectors/" + name).DELETE());
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                send(request("/connectors").GET());
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw new IOException("Kafka Connect did not start within " + START_TIMEOUT, notYet);
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(REQUEST_TIMEOUT);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("Kafka Connect answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
