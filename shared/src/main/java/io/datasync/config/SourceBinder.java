package io.datasync.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Reads a section of {@code sources}. */
final class SourceBinder {
    private static final Map<String, JdeSite.Trim> TRIMS =
            Map.of("none", JdeSite.Trim.NONE, "right", JdeSite.Trim.RIGHT, "both", JdeSite.Trim.BOTH);
    private static final int MOST_DIGITS = 18;

    private SourceBinder() {}

    static SourceConfig source(Section section, String name) {
        SourceConfig source = new SourceConfig(
                name,
                section.required("url"),
                section.text("user"),
                section.secret("password"),
                section.integer("fetchSize", SourceConfig.DEFAULT_FETCH_SIZE, 1, 1_000_000),
                section.integer("maxOpenOperations", SourceConfig.DEFAULT_MAX_OPEN_OPERATIONS, 1, Integer.MAX_VALUE),
                section.texts("sessionSql"),
                section.duration("queryTimeout", SourceConfig.DEFAULT_QUERY_TIMEOUT),
                section.has("jde") ? Optional.of(section.section("jde", SourceBinder::jde)) : Optional.empty());
        if (!source.url().isEmpty() && !source.url().startsWith("jdbc:")) {
            section.problem("url", "must be a JDBC URL: it starts with jdbc:");
        }
        return source;
    }

    private static JdeSite jde(Section section) {
        JdeSite defaults = JdeSite.DEFAULTS;
        return new JdeSite(
                section.text("schema"),
                section.choice("trim", TRIMS).orElse(defaults.trim()),
                section.parsed("timeZone", "a time zone", SourceBinder::zone).orElse(defaults.timeZone()),
                section.map("impliedDecimals", SourceBinder::digits),
                section.text("dictionarySchema"),
                section.path("catalog"));
    }

    private static Optional<Integer> digits(Section section, String column) {
        return Optional.of(section.integer(column, 0, 0, MOST_DIGITS));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            String close = Suggestion.closest(text, ZoneId.getAvailableZoneIds())
                    .map(zone -> "; did you mean " + zone + "?")
                    .orElse("");
            throw new IllegalArgumentException("is not a time zone such as America/Chicago" + close, unknown);
        }
    }
}
