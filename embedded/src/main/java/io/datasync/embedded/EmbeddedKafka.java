package io.datasync.embedded;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this JVM, on the loopback address, without encryption or passwords unless a
 * {@link SaslListener} is added.
 *
 * <p>The same data directory opened again has the same topics, records and groups. One directory serves one broker at a
 * time. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final Path directory;
    private final LastPort lastPort;
    private volatile int port;
    private final @Nullable SaslListener sasl;
    private @Nullable KafkaRaftServer server;
    private @Nullable DirectoryLock lock;

    /** @param port 0 for the one that the directory's broker had last */
    private EmbeddedKafka(Path directory, int port, @Nullable SaslListener sasl) {
        this.directory = directory;
        this.lastPort = new LastPort(directory);
        this.port = port;
        this.sasl = sasl;
    }

    /**
     * Starts a broker and returns when it serves requests. Its port is the one that the directory's broker had last, if that is
     * free, so that clients survive a restart.
     *
     * @param dataDirectory is created when missing and formatted when new
     * @throws IllegalStateException when the directory can't be formatted or the broker doesn't start
     */
    public static EmbeddedKafka start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /** Like {@link #start(Path)}, on the given port (1–65535). */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        return start(new EmbeddedKafka(dataDirectory.toAbsolutePath(), port, null));
    }

    /** Like {@link #start(Path)}, with a second listener. */
    public static EmbeddedKafka start(Path dataDirectory, SaslListener sasl) {
        return start(new EmbeddedKafka(dataDirectory.toAbsolutePath(), LoopbackPort.freeBut(sasl.port()), sasl));
    }

    private static EmbeddedKafka start(EmbeddedKafka kafka) {
        kafka.restart();
        return kafka;
    }

    /** The address for the Kafka property {@code bootstrap.servers}; the same for the life of this object. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker as an outage would, but in order; {@link #restart()} brings it back. Does nothing when stopped. */
    public synchronized void stop() {
        KafkaRaftServer running = server;
        if (running != null) {
            server = null;
            running.shutdown();
            running.awaitShutdown();
            log.atInfo().addKeyValue("port", port).log("Kafka stopped");
        }
        DirectoryLock held = lock;
        if (held != null) {
            lock = null;
            held.close();
        }
    }

    /**
     * Stops the broker if it runs and starts it on the same port with the same data.
     *
     * @throws IllegalStateException when it doesn't start, or another process uses the directory
     */
    public synchronized void restart() {
        stop();
        long started = System.nanoTime();
        lock = DirectoryLock.take(directory);
        try {
            if (port == 0) {
                port = lastPort.orFree();
            }
            server = startServer();
            lastPort.keep(port);
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
        log.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("milliseconds", (System.nanoTime() - started) / 1_000_000)
                .log("Kafka started");
    }

    private KafkaRaftServer startServer() {
        Path logDirectory = directory.resolve("logs");
        Map<String, String> settings = BrokerSettings.of(logDirectory, port, LoopbackPort.freeBut(port));
        if (sasl != null) {
            settings = sasl.added(settings);
        }
        if (!Files.exists(logDirectory.resolve("meta.properties"))) {
            format(settings);
        }
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException failure) {
            stopAfter(failure, starting);
            throw new IllegalStateException("Kafka did not start on port " + port + " in " + directory, failure);
        }
        return starting;
    }

    @Override
    public void close() {
        stop();
    }

    private static void stopAfter(RuntimeException failure, KafkaRaftServer server) {
        try {
            server.shutdown();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void format(Map<String, String> settings) {
        Path file = write(settings);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] arguments = {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()};
        int exitCode;
        try (PrintStream printed = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            exitCode = StorageTool.execute(arguments, printed);
        } catch (RuntimeException failure) {
            throw new IllegalStateException("Kafka could not format " + directory, failure);
        }
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "Kafka could not format " + directory + ": " + output.toString(StandardCharsets.UTF_8));
        }
    }

    /** The format command takes its settings from a file only. */
    private Path write(Map<String, String> settings) {
        Path file = directory.resolve("format.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(file)) {
                properties.store(writer, "What the Kafka directory beside this file was formatted with");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return file;
    }
}
