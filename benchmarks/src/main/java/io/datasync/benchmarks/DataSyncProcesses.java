package io.datasync.benchmarks;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The processes of one DataSync: broker, scheduler, fetchers and loaders, or all of them in one. */
final class DataSyncProcesses implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final String RUNNING = "- Running";

    private final BenchSettings settings;
    private final Entry entry;
    private final List<Workload> workloads;
    private final Path directory;
    private final Lifecycle parts;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final DataSyncConfig config;

    private DataSyncProcesses(
            BenchSettings settings,
            BenchConfiguration yaml,
            Entry entry,
            List<Workload> workloads,
            Path directory,
            Lifecycle parts) {
        this.settings = settings;
        this.entry = entry;
        this.workloads = workloads;
        this.directory = directory;
        this.parts = parts;
        try {
            config = entry.name().equals(Entry.STANDALONE) ? startStandalone(yaml) : startSeparate(yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write to " + directory, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the processes started", interrupted);
        }
    }

    /**
     * Starts the processes and returns when they run.
     *
     * @param directory for their files; is there
     */
    static DataSyncProcesses start(
            BenchSettings settings, BenchConfiguration yaml, Entry entry, List<Workload> workloads, Path directory) {
        return Lifecycle.starting(parts -> new DataSyncProcesses(settings, yaml, entry, workloads, directory, parts));
    }

    private DataSyncConfig startSeparate(BenchConfiguration yaml) throws IOException, InterruptedException {
        ChildProcess broker = add(ChildProcess.startBroker(directory));
        String bootstrapServers = broker.awaitLine(BrokerMain.READY).substring(BrokerMain.READY.length());
        Path file =
                Files.writeString(directory.resolve("datasync.yaml"), yaml.text(bootstrapServers, entry, workloads));
        List<ChildProcess> started = new ArrayList<>();
        Distributions launchers = settings.distributions();
        started.add(start("scheduler", launchers.scheduler(), file));
        for (int number = 1; number <= entry.fetchers(); number++) {
            started.add(start(numbered("fetcher", number), launchers.fetcher(), file));
        }
        for (int number = 1; number <= entry.loaders(); number++) {
            started.add(start(numbered("loader", number), launchers.loader(), file));
        }
        for (ChildProcess process : started) {
            process.awaitLog(RUNNING, START_TIMEOUT);
        }
        return ConfigReader.read(file, List.of());
    }

    private DataSyncConfig startStandalone(BenchConfiguration yaml) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("datasync.yaml"), yaml.text("", entry, workloads));
        Path data = directory.resolve("data");
        ChildProcess process = add(ChildProcess.start(
                Entry.STANDALONE,
                List.of(
                        settings.distributions().standalone(),
                        "standalone",
                        "--config",
                        file.toString(),
                        "--data",
                        data.toString()),
                javaOptions(Entry.STANDALONE),
                directory.resolve("standalone.log")));
        process.awaitLog(RUNNING, START_TIMEOUT);
        Properties servers = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("servers.properties"))) {
            servers.load(reader);
        }
        return ConfigReader.read(file, List.of(), Servers.EMBEDDED_IF_LEFT_OUT)
                .withBootstrapServers(servers.getProperty("kafka.bootstrapServers"));
    }

    private ChildProcess start(String name, String launcher, Path file) {
        return add(ChildProcess.start(
                name,
                List.of(launcher, file.toString()),
                name.equals("scheduler") ? Map.of() : javaOptions(name),
                directory.resolve(name + ".log")));
    }

    private Map<String, String> javaOptions(String name) {
        List<String> options = new ArrayList<>();
        if (!settings.workerOptions().isBlank()) {
            options.add(settings.workerOptions());
        }
        settings.profile()
                .ifPresent(profile -> options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                        + profile.toAbsolutePath().resolve(directory.getFileName() + "-" + name + ".jfr")));
        return Map.of("JAVA_OPTS", String.join(" ", options));
    }

    private ChildProcess add(ChildProcess process) {
        processes.add(process);
        return parts.add(process.measured().name(), process);
    }

    /** The first one of its kind goes without a number. */
    private static String numbered(String name, int number) {
        return number == 1 ? name : name + "-" + number;
    }

    /** The configuration that reaches the processes' broker. */
    DataSyncConfig config() {
        return config;
    }

    List<MeasuredProcess> measured() {
        return processes.stream().map(ChildProcess::measured).toList();
    }

    void requireAlive() {
        processes.forEach(ChildProcess::requireAlive);
    }

    @Override
    public void close() {
        parts.close();
    }
}
