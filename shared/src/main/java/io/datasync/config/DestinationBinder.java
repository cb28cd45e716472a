package io.datasync.config;

import io.datasync.config.DestinationConfig.Upsert;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code destination} section. */
final class DestinationBinder {
    private static final Map<String, DestinationConfig.Type> TYPES =
            Map.of("sqlserver", DestinationConfig.Type.SQLSERVER, "postgresql", DestinationConfig.Type.POSTGRESQL);
    private static final Map<String, Upsert> UPSERTS =
            Map.of("merge", Upsert.MERGE, "update-insert", Upsert.UPDATE_INSERT);

    private DestinationBinder() {}

    static DestinationConfig destination(Section section, Servers servers) {
        if (servers == Servers.REQUIRED) {
            section.require("url");
        }
        Optional<String> url = section.text("url");
        Optional<DestinationConfig.Type> known = type(section, url, servers);
        DestinationConfig.Type type = known.orElse(DestinationConfig.Type.POSTGRESQL);
        Optional<Upsert> upsert = section.choice("upsert", UPSERTS);
        if (upsert.isPresent() && known.equals(Optional.of(DestinationConfig.Type.POSTGRESQL))) {
            section.problem("upsert", "is only for sqlserver; PostgreSQL always uses MERGE, so leave it out");
        }
        return new DestinationConfig(
                type,
                url.orElse(""),
                section.text("user"),
                section.secret("password"),
                section.text("schema").orElse(type == DestinationConfig.Type.SQLSERVER ? "dbo" : "public"),
                section.text("controlSchema").orElse(DestinationConfig.DEFAULT_CONTROL_SCHEMA),
                section.flag("createTables", false),
                upsert.orElse(Upsert.MERGE),
                section.duration("lockTimeout", DestinationConfig.DEFAULT_LOCK_TIMEOUT),
                section.duration("queryTimeout", DestinationConfig.DEFAULT_QUERY_TIMEOUT));
    }

    /** The type, unless a problem hides it. Nothing of the URL is shown: it may hold a password. */
    private static Optional<DestinationConfig.Type> type(Section section, Optional<String> url, Servers servers) {
        Optional<DestinationConfig.Type> named = section.choice("type", TYPES);
        Optional<DestinationConfig.Type> implied = url.flatMap(DestinationBinder::typeOf);
        if (url.isPresent() && implied.isEmpty()) {
            section.problem("url", "must start with jdbc:sqlserver: or jdbc:postgresql:");
        } else if (implied.isPresent() && named.isPresent() && !implied.equals(named)) {
            section.problem("type", "does not go with the url; leave it out, the url tells");
        }
        if (section.has("url") || servers == Servers.REQUIRED) {
            return implied.or(() -> named);
        }
        if (named.equals(Optional.of(DestinationConfig.Type.SQLSERVER))) {
            section.problem("type", "needs a url: the embedded database is a PostgreSQL");
        }
        return Optional.of(DestinationConfig.Type.POSTGRESQL);
    }

    private static Optional<DestinationConfig.Type> typeOf(String url) {
        return TYPES.entrySet().stream()
                .filter(type -> url.startsWith("jdbc:" + type.getKey() + ":"))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
