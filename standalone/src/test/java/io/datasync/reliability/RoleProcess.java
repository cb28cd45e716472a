package io.datasync.reliability;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A scheduler, fetcher, loader or broker in a JVM of its own; its log goes to a file. */
final class RoleProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Duser.timezone=America/St_Johns");

    private final Role role;
    private final Process process;
    private final Path log;
    private final CompletableFuture<Long> endedAt;

    private RoleProcess(Role role, Process process, Path log) {
        this.role = role;
        this.process = process;
        this.log = log;
        this.endedAt = process.onExit().thenApply(ended -> System.nanoTime());
    }

    /**
     * Starts a process without waiting for it.
     *
     * @param arguments of its main method
     * @param options further ones for its JVM
     */
    static RoleProcess start(Role role, List<String> arguments, Path log, ProcessClock clock, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(role.main().getName());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(clock.environment());
        try {
            return new RoleProcess(role, builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Role role() {
        return role;
    }

    /** Waits until it says that it runs. */
    RoleProcess awaitRunning() {
        await(role + " runs").atMost(PATIENCE).until(() -> {
            requireAlive();
            return log().contains("Running");
        });
        return this;
    }

    /** Waits until it has ended by itself; its exit code. */
    int awaitEnd() {
        await(role + " ends").atMost(PATIENCE).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** The time of {@link System#nanoTime} at which it ended, once it has. */
    long endedAt() {
        return endedAt.join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(role + " ended with " + process.exitValue() + ":\n" + log());
        }
    }

    /** Stops it as SIGTERM does, and waits. */
    void stop() {
        requireAlive();
        terminate();
        awaitEnd();
    }

    /** Sends SIGTERM, which may be sent again. */
    void terminate() {
        signal("TERM");
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Has it stand still, as a virtual machine that is moved; {@link #resume()} lets it go on. */
    void freeze() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
