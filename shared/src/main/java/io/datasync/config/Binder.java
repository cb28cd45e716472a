package io.datasync.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the sections that concern the whole installation, and lets the other binders read theirs. */
final class Binder {
    private static final Pattern TOPIC_PREFIX = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:\\[\\]]+):\\d{1,5}");

    private final Servers servers;

    Binder(Servers servers) {
        this.servers = servers;
    }

    DataSyncConfig config(Section file) {
        return new DataSyncConfig(
                file.section("datasync", Binder::options),
                file.section("kafka", this::kafka),
                file.section("http", Binder::http),
                file.section("telemetry", Binder::telemetry),
                file.map("sources", Binder::source),
                file.section("destination", section -> DestinationBinder.destination(section, servers)),
                tables(file));
    }

    private static Options options(Section section) {
        Options defaults = Options.DEFAULTS;
        return new Options(
                section.duration("checkInterval", defaults.checkInterval()),
                section.integer("maxDegreeOfParallelism", defaults.maxDegreeOfParallelism(), 1, 10_000),
                section.integer("batchSize", defaults.batchSize(), 1, 10_000_000),
                section.integer("bulkCopyBatchSize", defaults.bulkCopyBatchSize(), 0, 10_000_000),
                section.decimal("lookbackMultiplier", defaults.lookbackMultiplier(), 0, 1_000),
                section.integer("purgeRetentionDays", defaults.purgeRetentionDays(), 1, 36_500),
                section.duration("batchRetention", defaults.batchRetention()),
                section.duration("staleAfter", defaults.staleAfter()),
                section.parsed("maxRejects", "a number of rows or a percentage", RejectLimit::parse)
                        .orElse(defaults.maxRejects()),
                section.integer("unhealthyAfter", defaults.unhealthyAfter(), 1, 1_000_000),
                section.duration("shutdownTimeout", defaults.shutdownTimeout()));
    }

    private KafkaConfig kafka(Section section) {
        if (servers == Servers.REQUIRED) {
            section.require("bootstrapServers");
        }
        KafkaConfig kafka = new KafkaConfig(
                section.parsed("bootstrapServers", "host:port", Binder::bootstrapServers)
                        .orElse(""),
                section.parsed("topicPrefix", "a text", Binder::topicPrefix).orElse(KafkaConfig.DEFAULT_TOPIC_PREFIX),
                (short) section.integer("replicationFactor", -1, -1, Short.MAX_VALUE),
                section.duration("lockDuration", KafkaConfig.DEFAULT_LOCK_DURATION),
                section.map("properties", (properties, name) -> Optional.of(properties.secret(name))));
        if (kafka.replicationFactor() == 0) {
            section.problem("replicationFactor", "must be at least 1, or -1 for the broker's default");
        }
        if (kafka.properties().containsKey("bootstrap.servers")) {
            section.problem("properties.bootstrap.servers", "is set by kafka.bootstrapServers; leave it out here");
        }
        return kafka;
    }

    private static String bootstrapServers(String text) {
        for (String server : text.split(",", -1)) {
            if (!SERVER.matcher(server.strip()).matches()) {
                throw new IllegalArgumentException(
                        "is not a list of host:port; write for example kafka1:9092,kafka2:9092");
            }
        }
        return text;
    }

    private static String topicPrefix(String text) {
        if (!TOPIC_PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "cannot start the name of a topic; allowed: 1 to 100 letters, digits, '.', '_' and '-'");
        }
        return text;
    }

    private static HttpConfig http(Section section) {
        HttpConfig defaults = HttpConfig.DEFAULTS;
        Secret token = section.secret("token");
        if (!token.equals(Secret.none()) && token.reveal().strip().length() < HttpConfig.SHORTEST_TOKEN) {
            section.problem("token", "is shorter than " + HttpConfig.SHORTEST_TOKEN + " characters");
        }
        return new HttpConfig(
                section.text("host").orElse(defaults.host()),
                section.integer("schedulerPort", defaults.schedulerPort(), 0, 65_535),
                section.integer("fetcherPort", defaults.fetcherPort(), 0, 65_535),
                section.integer("loaderPort", defaults.loaderPort(), 0, 65_535),
                token);
    }

    private static TelemetryConfig telemetry(Section section) {
        Optional<String> endpoint = section.text("otlpEndpoint");
        if (endpoint.isPresent() && !endpoint.get().matches("https?://\\S+")) {
            section.problem("otlpEndpoint", "must be a URL such as http://localhost:4317");
        }
        return new TelemetryConfig(endpoint);
    }

    private static Optional<SourceConfig> source(Section sources, String name) {
        return Optional.of(sources.section(name, section -> SourceBinder.source(section, name)));
    }

    private static List<TableConfig> tables(Section file) {
        file.require("tables");
        List<TableConfig> tables = file.sections("tables", TableBinder::table);
        if (tables.isEmpty() && file.has("tables")) {
            file.problem("tables", "needs at least one table");
        }
        return tables;
    }
}
