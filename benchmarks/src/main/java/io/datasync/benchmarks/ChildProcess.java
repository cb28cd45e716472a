package io.datasync.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process that the benchmark started and ends; what it says on standard error goes to a file. */
final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
    private static final long POLL_MILLISECONDS = 50;
    private static final int LINES_SHOWN = 30;

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader output;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a process.
     *
     * @param environment is added to that of this process
     */
    static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        // Options for this JVM are not meant for its children.
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot start " + name + ": " + command.get(0), failure);
        }
    }

    /** Starts a class of the benchmark in a JVM of its own. */
    static ChildProcess startJava(
            String name, List<String> jvmOptions, Class<?> main, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(name, command, Map.of(), log);
    }

    /** Starts a broker with its files in that directory; it says {@link BrokerMain#READY} when it serves. */
    static ChildProcess startBroker(Path directory) {
        return startJava(
                "broker",
                List.of("-Xmx1g"),
                BrokerMain.class,
                List.of(directory.resolve("kafka").toString()),
                directory.resolve("broker.log"));
    }

    MeasuredProcess measured() {
        return new MeasuredProcess(name, process.pid());
    }

    /** Writes a line to the process' standard input. */
    void tell(String line) {
        try {
            Writer input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            input.write(line + "\n");
            input.flush();
        } catch (IOException failure) {
            throw failed("does not listen", failure);
        }
    }

    /** The next line of its standard output that starts so; others are passed over. */
    String awaitLine(String start) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
        } catch (IOException failure) {
            throw failed("cannot be read", failure);
        }
        throw failed("ended before it said " + start, null);
    }

    /**
     * Waits until the process has logged that text.
     *
     * @throws IllegalStateException if it ends before, or the time is over
     */
    void awaitLog(String text, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!logged().contains(text)) {
            if (!process.isAlive()) {
                throw failed("ended with code " + process.exitValue(), null);
            } else if (System.nanoTime() > deadline) {
                throw failed("did not log '" + text + "' within " + patience.toSeconds() + " s", null);
            }
            Thread.sleep(POLL_MILLISECONDS);
        }
    }

    /** @throws IllegalStateException if the process has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw failed("ended with code " + process.exitValue(), null);
        }
    }

    private String logged() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + log, failure);
        }
    }

    private IllegalStateException failed(String what, @Nullable Throwable cause) {
        List<String> lines = logged().lines().toList();
        Stream<String> last = lines.stream().skip(Math.max(0, lines.size() - LINES_SHOWN));
        return new IllegalStateException(
                name + " " + what + "; the last it logged:\n" + String.join("\n", last.toList()), cause);
    }

    /** Asks the process to end, and kills it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
