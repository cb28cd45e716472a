package io.datasync.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A configuration as YAML with every default written out; it reads back as the same, but for its secrets. */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /** The YAML text; passwords, Kafka's client properties and passwords within URLs are asterisks. */
    public static String yaml(DataSyncConfig config) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("datasync", options(config.options()));
        file.put("kafka", kafka(config.kafka()));
        file.put("http", http(config.http()));
        file.put("telemetry", telemetry(config.telemetry()));
        file.put("sources", mapped(config.sources(), EffectiveConfig::source));
        file.put("destination", destination(config.destination()));
        file.put("tables", config.tables().stream().map(EffectiveConfig::table).toList());
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(120)
                .setDereferenceAliases(true)
                .build();
        return new Dump(settings).dumpToString(file);
    }

    private static Map<String, Object> options(Options options) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("checkInterval", text(options.checkInterval()));
        section.put("maxDegreeOfParallelism", options.maxDegreeOfParallelism());
        section.put("batchSize", options.batchSize());
        section.put("bulkCopyBatchSize", options.bulkCopyBatchSize());
        section.put("lookbackMultiplier", options.lookbackMultiplier());
        section.put("purgeRetentionDays", options.purgeRetentionDays());
        section.put("batchRetention", text(options.batchRetention()));
        section.put("staleAfter", text(options.staleAfter()));
        section.put("maxRejects", maxRejects(options.maxRejects()));
        section.put("unhealthyAfter", options.unhealthyAfter());
        section.put("shutdownTimeout", text(options.shutdownTimeout()));
        return section;
    }

    private static Object maxRejects(RejectLimit limit) {
        return limit.percent() == null ? limit.rows() : limit.toString();
    }

    private static Map<String, Object> kafka(KafkaConfig kafka) {
        Map<String, Object> section = new LinkedHashMap<>();
        put(section, "bootstrapServers", present(kafka.bootstrapServers()));
        section.put("topicPrefix", kafka.topicPrefix());
        section.put("replicationFactor", (int) kafka.replicationFactor());
        section.put("lockDuration", text(kafka.lockDuration()));
        section.put("properties", mapped(kafka.properties(), Secret::toString));
        return section;
    }

    private static Map<String, Object> http(HttpConfig http) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("host", text(http.host()));
        section.put("schedulerPort", http.schedulerPort());
        section.put("fetcherPort", http.fetcherPort());
        section.put("loaderPort", http.loaderPort());
        put(section, "token", present(http.token().toString()));
        return section;
    }

    private static Map<String, Object> telemetry(TelemetryConfig telemetry) {
        Map<String, Object> section = new LinkedHashMap<>();
        put(section, "otlpEndpoint", telemetry.otlpEndpoint().map(PrintedUrl::of));
        return section;
    }

    private static Map<String, Object> source(SourceConfig source) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("url", text(PrintedUrl.of(source.url())));
        put(section, "user", source.user());
        put(section, "password", present(source.password().toString()));
        section.put("fetchSize", source.fetchSize());
        section.put("maxOpenOperations", source.maxOpenOperations());
        section.put("sessionSql", texts(source.sessionSql()));
        section.put("queryTimeout", text(source.queryTimeout()));
        source.jde().ifPresent(jde -> section.put("jde", jde(jde)));
        return section;
    }

    private static Map<String, Object> jde(JdeSite jde) {
        Map<String, Object> section = new LinkedHashMap<>();
        put(section, "schema", jde.schema());
        section.put("trim", word(jde.trim()));
        section.put("timeZone", jde.timeZone().getId());
        section.put("impliedDecimals", new TreeMap<>(jde.impliedDecimals()));
        put(section, "dictionarySchema", jde.dictionarySchema());
        put(section, "catalog", jde.catalog().map(Path::toString));
        return section;
    }

    private static Map<String, Object> destination(DestinationConfig destination) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", word(destination.type()));
        put(section, "url", present(destination.url()).map(PrintedUrl::of));
        put(section, "user", destination.user());
        put(section, "password", present(destination.password().toString()));
        section.put("schema", text(destination.schema()));
        section.put("controlSchema", text(destination.controlSchema()));
        section.put("createTables", destination.createTables());
        if (destination.type() == DestinationConfig.Type.SQLSERVER) {
            section.put("upsert", word(destination.upsert()));
        }
        section.put("lockTimeout", text(destination.lockTimeout()));
        section.put("queryTimeout", text(destination.queryTimeout()));
        return section;
    }

    private static Map<String, Object> cursor(NumberCursor cursor) {
        Map<String, Object> section = new LinkedHashMap<>();
        put(section, "column", cursor.column());
        section.put("window", cursor.window());
        return section;
    }

    private static Map<String, Object> table(TableConfig table) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("tableName", text(table.tableName()));
        section.put("sourceSystem", table.sourceSystem());
        section.put("fetcher", text(table.fetcher()));
        section.put("enabled", table.enabled());
        put(section, "query", table.query());
        put(section, "sourceTable", table.sourceTable());
        section.put("options", mapped(table.options(), EffectiveConfig::text));
        section.put("keyColumns", texts(table.keyColumns()));
        put(section, "lastUpdateColumn", table.lastUpdateColumn());
        table.cursor().ifPresent(cursor -> section.put("cursor", cursor(cursor)));
        section.put("slices", table.slices().isPresent() ? table.slices().getAsInt() : "auto");
        section.put("postProcessor", text(table.postProcessor()));
        section.put("postProcessorSql", texts(table.postProcessorSql()));
        Map<String, Object> mass = schedule(table.mass().schedule());
        mass.put("prepurgeData", table.mass().prepurgeData());
        mass.put("reIndexData", table.mass().reIndexData());
        mass.put("indexes", word(table.mass().indexes()));
        mass.put("mode", word(table.mass().mode()));
        mass.put("allowEmpty", table.mass().allowEmpty());
        section.put("mass", mass);
        section.put("daily", schedule(table.daily()));
        section.put("hourly", schedule(table.hourly()));
        section.put("deletes", deletes(table.deletes()));
        return section;
    }

    private static Map<String, Object> deletes(DeletesSchedule deletes) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("mode", word(deletes.mode()));
        section.put("interval", text(deletes.interval()));
        section.put("maxDeletePercent", deletes.maxDeletePercent());
        put(section, "markColumn", deletes.markColumn());
        return section;
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("enabled", schedule.enabled());
        section.put("interval", text(schedule.interval()));
        return section;
    }

    private static void put(Map<String, Object> section, String key, Optional<String> value) {
        value.ifPresent(text -> section.put(key, text(text)));
    }

    private static <T, U> Map<String, U> mapped(Map<String, T> values, Function<T, U> printed) {
        Map<String, U> sorted = new TreeMap<>();
        values.forEach((key, value) -> sorted.put(key, printed.apply(value)));
        return sorted;
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private static String text(Duration duration) {
        return Durations.format(duration);
    }

    private static List<String> texts(List<String> texts) {
        return texts.stream().map(EffectiveConfig::text).toList();
    }

    private static String text(String text) {
        return Secrets.escape(text);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
