package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with single keys and values. */
class ConfigProblemsTest {
    private static final String SCHEDULE_KEYS = "; did you mean interval? allowed: enabled, interval";

    @TempDir
    Path directory;

    private ConfigFile good() {
        return new ConfigFile(directory);
    }

    @Test
    void whatIsNeededAndMissingIsNamed() {
        assertEquals(
                List.of(
                        "line 1, column 1: kafka.bootstrapServers: is missing",
                        "line 3, column 1: destination.url: is missing",
                        "line 5, column 5: sources.JDE.url: is missing",
                        "line 7, column 5: tables[0].tableName: is missing",
                        "line 7, column 5: tables[0].sourceSystem: is missing",
                        "line 7, column 5: tables[0].fetcher: is missing"),
                good().text("""
                                kafka: {topicPrefix: a}
                                # not much
                                destination: {createTables: true}
                                sources:
                                    JDE: {user: x}
                                tables:
                                  - enabled: false
                                """).problems());
    }

    @Test
    void aFileNeedsTables() {
        String servers = "kafka: {bootstrapServers: 'a:1'}\ndestination: {url: 'jdbc:postgresql:x'}\n";
        assertEquals(List.of("tables: is missing"), good().text(servers).problems());
        assertEquals(
                List.of("line 3, column 1: tables: needs at least one table"),
                good().text(servers + "tables:\n").problems());
        assertEquals(
                List.of("line 3, column 1: tables: expected a list of sections, each starting with '- ', found a single"
                        + " value"),
                good().text(servers + "tables: Item\n").problems());
        assertEquals(
                List.of(
                        "line 3, column 1: table: unknown key; did you mean tables? allowed: datasync, destination, http,"
                                + " kafka, sources, tables, telemetry"),
                good().text(servers + "table:\n  - {tableName: A}\n").problems());
    }

    @Test
    void anUnknownKeyIsNamedWithTheOneThatWasMeantAndExplainsWhatIsMissing() {
        assertEquals(
                List.of("line 15, column 14: tables[0].hourly.intervall: unknown key" + SCHEDULE_KEYS),
                good().replace("hourly: {interval: 1h}", "hourly: {intervall: 1h}")
                        .problems());
        assertEquals(
                List.of("line 2, column 3: kafka.bootstrapServer: unknown key; did you mean bootstrapServers? allowed:"
                        + " bootstrapServers, lockDuration, properties, replicationFactor, topicPrefix"),
                good().replace("bootstrapServers:", "bootstrapServer: ").problems());
        assertEquals(
                List.of("line 12, column 5: tables[0].lastupdatecolumn: unknown key; did you mean lastUpdateColumn?"
                        + " allowed: cursor, daily, deletes, enabled, fetcher, hourly, keyColumns, lastUpdateColumn, mass, options,"
                        + " postProcessor, postProcessorSql, query, slices, sourceSystem, sourceTable, tableName"),
                good().replace("lastUpdateColumn:", "lastupdatecolumn:").problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checkInterval: 15 | \"15\" has no unit; write for example 90s, 15m, 1h30m, 2d or PT15M",
                "checkInterval: soon | \"soon\" is not a duration; write for example 90s, 15m, 1h30m, 2d or PT15M",
                "staleAfter: 0s | \"0s\" must be longer than zero; write for example 90s, 15m, 1h30m, 2d or PT15M",
                "batchRetention: 9999d | \"9999d\" must not be longer than 3650d",
                "shutdownTimeout: [1s] | expected a duration, found a list",
                "maxDegreeOfParallelism: 0 | \"0\" is out of range; allowed: 1 to 10000",
                "batchSize: 10_000_001 | \"10_000_001\" is out of range; allowed: 1 to 10000000",
                "batchSize: 1e6 | \"1e6\" is not a whole number",
                "batchSize: 99999999999999999999 | \"99999999999999999999\" is out of range; allowed: 1 to 10000000",
                "batchSize: {a: 1} | expected a whole number, found a section of keys",
                "batchSize: | expected a whole number, found nothing",
                "batchSize: null | expected a whole number, found nothing",
                "bulkCopyBatchSize: -1 | \"-1\" is out of range; allowed: 0 to 10000000",
                "lookbackMultiplier: -0.5 | \"-0.5\" is out of range; allowed: 0 to 1000",
                "lookbackMultiplier: .inf | \".inf\" is not a number",
                "purgeRetentionDays: 0 | \"0\" is out of range; allowed: 1 to 36500",
                "maxRejects: -1 | \"-1\" is out of range; allowed: 0 to 9223372036854775807, or 0% to 100%",
                "maxRejects: 101% | \"101%\" is out of range; allowed: 0 to 9223372036854775807, or 0% to 100%",
                "maxRejects: few | \"few\" is neither a number of rows nor a percentage such as 0.1%",
                "unhealthyAfter: many | \"many\" is not a whole number",
            })
    void anOptionIsChecked(String option, String problem) {
        String key = option.substring(0, option.indexOf(':'));
        assertEquals(
                List.of("datasync." + key + ": " + problem),
                withoutPlaces(good().add("datasync:\n  " + option + "\n").problems()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topicPrefix: data sync | kafka.topicPrefix: \"data sync\" cannot start the name of a topic; allowed: 1 to 100"
                        + " letters, digits, '.', '_' and '-'",
                "topicPrefix: .. | kafka.topicPrefix: \"..\" cannot start the name of a topic; allowed: 1 to 100 letters,"
                        + " digits, '.', '_' and '-'",
                "replicationFactor: 0 | kafka.replicationFactor: must be at least 1, or -1 for the broker's default",
                "replicationFactor: -2 | kafka.replicationFactor: \"-2\" is out of range; allowed: -1 to 32767",
                "lockDuration: 30 | kafka.lockDuration: \"30\" has no unit; write for example 90s, 15m, 1h30m, 2d or PT15M",
                "properties: {bootstrap.servers: x} | kafka.properties.bootstrap.servers: is set by kafka.bootstrapServers;"
                        + " leave it out here",
                "properties: {a b: x} | kafka.properties.a…: a name has only letters, digits, '.', '_' and '-'",
                "properties: {acks: [all]} | kafka.properties.acks: expected a text, found a list",
                "properties: [acks] | kafka.properties: expected a section of keys, found a list",
            })
    void aKafkaKeyIsChecked(String line, String problem) {
        assertEquals(
                List.of(problem),
                withoutPlaces(good().replace("9092", "9092\n  " + line).problems()));
    }

    @Test
    void serversAreHostAndPort() {
        assertEquals(
                List.of("line 2, column 3: kafka.bootstrapServers: \"localhost\" is not a list of host:port; write for"
                        + " example kafka1:9092,kafka2:9092"),
                good().replace("localhost:9092", "localhost").problems());
        good().replace("localhost:9092", "a:1, b:2,[::1]:3")
                .replace("a:1, b:2,[::1]:3", "'a:1, b:2,[::1]:3'")
                .read();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {schedulerPort: 65536} | http.schedulerPort: \"65536\" is out of range; allowed: 0 to 65535",
                "http: {host: ''} | http.host: \"\" is blank; leave the key out or give it a value",
                "http: here | http: expected a section of keys, found a single value",
                "telemetry: {otlpEndpoint: localhost} | telemetry.otlpEndpoint: must be a URL such as http://localhost:4317",
            })
    void theOtherSectionsAreChecked(String line, String problem) {
        assertEquals(List.of(problem), withoutPlaces(good().add(line + "\n").problems()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetchSize: 0 | fetchSize: \"0\" is out of range; allowed: 1 to 1000000",
                "maxOpenOperations: 0 | maxOpenOperations: \"0\" is out of range; allowed: 1 to 2147483647",
                "sessionSql: [a, [b], ''] | sessionSql[1]: expected a text, found a list; sessionSql[2]: \"\" is blank; leave"
                        + " the key out or give it a value",
                "jde: {trim: rigth} | jde.trim: \"rigth\" is not known; did you mean right? allowed: both, none, right",
                "jde: {timeZone: America/Chicgo} | jde.timeZone: \"America/Chicgo\" is not a time zone such as"
                        + " America/Chicago; did you mean America/Chicago?",
                "jde: {impliedDecimals: {TRQT: 19}} | jde.impliedDecimals.TRQT: \"19\" is out of range; allowed: 0 to 18",
            })
    void aSourceIsChecked(String line, String problems) {
        assertEquals(
                List.of(("sources.JDE." + problems)
                        .replace("; sessionSql", "\nsources.JDE.sessionSql")
                        .split("\n")),
                withoutPlaces(good().replace("jde\"}", "jde\", " + line + "}").problems()));
    }

    @Test
    void aUrlIsCheckedAndNeverShown() {
        assertEquals(
                List.of(
                        "line 4, column 9: sources.JDE.url: must be a JDBC URL: it starts with jdbc:",
                        "line 6, column 3: destination.url: must start with jdbc:sqlserver: or jdbc:postgresql:"),
                good().replace("jdbc:postgresql:", "postgresql:")
                        .replace("jdbc:sqlserver:", "jdbc:mysql:")
                        .problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: postgresql | type: does not go with the url; leave it out, the url tells",
                "type: postgres | type: \"postgres\" is not known; did you mean postgresql? allowed: postgresql, sqlserver",
                "createTables: yes | createTables: \"yes\" is neither true nor false",
                "createTables: True | createTables: \"True\" is neither true nor false",
                "upsert: update_insert | upsert: \"update_insert\" is not known; did you mean update-insert? allowed: merge,"
                        + " update-insert",
                "lockTimeout: 5 | lockTimeout: \"5\" has no unit; write for example 90s, 15m, 1h30m, 2d or PT15M",
                "user: [a] | user: expected a text, found a list",
                "password: [hunter2] | password: expected a text, found a list",
            })
    void theDestinationIsChecked(String line, String problem) {
        assertEquals(
                List.of("destination." + problem),
                withoutPlaces(good().replace("sqlserver://localhost", "sqlserver://localhost\n  " + line)
                        .problems()));
    }

    @Test
    void theEmbeddedDestinationIsAPostgresql() {
        assertEquals(
                List.of("line 6, column 3: destination.type: needs a url: the embedded database is a PostgreSQL"),
                good().embedded()
                        .replace("url: jdbc:sqlserver://localhost", "type: sqlserver")
                        .problems());
    }

    @Test
    void aTableThatIsNoSectionIsOneProblemAndTheOthersAreReadOn() {
        assertEquals(
                List.of(
                        "line 16, column 5: tables[1]: expected a section of keys, found a single value",
                        "line 17, column 6: tables[2].tableName: is the name of tables[0] too; a table has one entry",
                        "line 17, column 42: tables[2].fetcher: not known"),
                good().add(
                                "  - Lot\n  - {tableName: ITEM, sourceSystem: JDE, fetcher: jdx, mass: {prepurgeData: true}}\n")
                        .check((config, problems) -> {
                            for (int i = 0; i < config.tables().size(); i++) {
                                if (!config.tables().get(i).fetcher().equals("jde")) {
                                    problems.add("tables[" + i + "].fetcher", "not known");
                                }
                            }
                        })
                        .problems());
    }

    @Test
    void aModulesRuleIsToldWithItsLineAndNotWhereTheValueCouldNotBeRead() {
        assertEquals(
                List.of(
                        "line 8, column 5: tables[0].options.sliceBy: is needed by this fetcher",
                        "line 10, column 5: tables[0].fetcher: expected a text, found a list"),
                good().replace("fetcher: jde", "fetcher: [jde]")
                        .check((config, problems) -> {
                            problems.add("tables[0].fetcher", "is not known");
                            problems.add("tables[0].options.sliceBy", "is needed by this fetcher");
                        })
                        .problems());
    }

    private static List<String> withoutPlaces(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.replaceFirst("^line \\d+, column \\d+: ", ""))
                .toList();
    }
}
