package io.datasync.security;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.cli.TestCommand;
import io.datasync.config.KafkaConfig;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicReader;
import io.datasync.message.Topics;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole installation with a secret wherever one may be, in good times and bad; then all that it said is searched. */
final class SecretsStaySecretTest {
    /** In every secret, so that one search finds each, and what is left of one that was cut. */
    private static final String MARK = "Wq7Sesame";

    /** No table reads from it, since a pool waits 5 s before it gives a login up; the fetcher's health tells of it. */
    private static final String REFUSED = "  REFUSED: {url: \"{sourceUrl}&password=" + MARK
            + "-in-url\", user: nobody_of_this_name, password: " + MARK + "-of-nobody}";

    private static final String HOURLY = "hourly: {interval: 1s}";

    /** Where something was said, and what. */
    private final Map<String, String> said = new ConcurrentSkipListMap<>();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void noSecretIsInAnythingThatIsPrintedServedOrKept(@TempDir Path directory) throws Exception {
        try (SaslKafka kafka = SaslKafka.start(directory);
                TestPipeline pipeline = new TestPipeline(tables())) {
            configure(pipeline, kafka);
            pipeline.inSource(
                    "CREATE TABLE good AS SELECT n AS id, n::text AS name, now() AS changed FROM generate_series(1, 20) n",
                    "CREATE TABLE long AS SELECT 1 AS id, 'too long'::text AS name, now() AS changed");
            pipeline.inDestination("CREATE TABLE long (id int PRIMARY KEY, name varchar(3), changed timestamptz)");
            Path log = directory.resolve("standalone.log");
            Process process = start(pipeline.file(), log);
            try {
                List<CompletableFuture<Void>> asked = askEveryEndpoint(log);
                awaitOperations(pipeline);
                asked.forEach(CompletableFuture::join);
                commandLines(process);
            } finally {
                process.destroyForcibly();
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            }
            said.put("log", Files.readString(log));
            said.put("DataUpdate", String.join("\n", pipeline.controlRows("SELECT * FROM dataupdate")));
            readTopics(kafka, pipeline.topics());
            runCommands(pipeline, kafka);
        }
        assertSaidAndSearched();
    }

    private static String tables() {
        return TestPipeline.table("good", HOURLY) + TestPipeline.table("long", HOURLY);
    }

    private static void configure(TestPipeline pipeline, SaslKafka kafka) {
        pipeline.set("sources", REFUSED);
        String user = Rights.user("all", pipeline.topics().prefix());
        kafka.addUser(user, MARK + "-of-kafka");
        kafka.grant(Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
                .map(type -> new AclBinding(
                        new ResourcePattern(type, "*", PatternType.LITERAL),
                        new AccessControlEntry("User:" + user, "*", AclOperation.ALL, AclPermissionType.ALLOW)))
                .toList());
        pipeline.set("kafka", kafka.configuration(user, MARK + "-of-kafka"))
                .set(
                        "http",
                        ", token: " + MARK + "-token-of-http}\ntelemetry: {otlpEndpoint: \"http://me:" + MARK
                                + "-otlp@127.0.0.1:1\"")
                .set("user", "postgres, password: " + MARK + "-of-source")
                .set("sourceUrl", pipeline.source().jdbcUrl() + "&options=-c%20datasync.password=" + MARK)
                .set("destinationUrl", pipeline.destination().jdbcUrl() + "&password=" + MARK + "-in-url")
                .set("destination", "  createTables: true\n  password: " + MARK + "-of-destination");
    }

    private static Process start(Path file, Path log) throws IOException {
        Files.writeString(file, Files.readString(file).replace("enabled: false", "enabled: true"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.datasync.cli.DataSyncMain",
                        "standalone",
                        "-c",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("DATASYNC_LOG_LEVEL", "DEBUG");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private static void awaitOperations(TestPipeline pipeline) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> pipeline.controlRows("SELECT DISTINCT tablename, errorcode FROM dataupdate"
                                + " WHERE enddt IS NOT NULL ORDER BY tablename"),
                        rows -> List.of("good|null", "long|TOO_MANY_REJECTS").equals(rows));
    }

    /** All at once: the fetcher waits long for the source that refuses it. */
    private List<CompletableFuture<Void>> askEveryEndpoint(Path log) {
        List<String> ports = await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ports(Files.readString(log)), found -> found.size() == 3);
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (String port : ports) {
            for (String path : List.of("/health", "/health/ready", "/health/live", "/metrics", "/nowhere")) {
                asked.add(ask(port, HttpRequest.newBuilder(), path));
            }
            for (String token : List.of("wrong", MARK + "-token-of-http")) {
                HttpRequest.Builder request = HttpRequest.newBuilder()
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + token);
                asked.add(ask(port, request, "/tables/good/run?type=mass"));
            }
        }
        return asked;
    }

    private static List<String> ports(String log) {
        return Pattern.compile("Serving health and metrics.*?port=(\\d+)")
                .matcher(log)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private CompletableFuture<Void> ask(String port, HttpRequest.Builder request, String path) {
        HttpRequest built =
                request.uri(URI.create("http://127.0.0.1:" + port + path)).build();
        return http.sendAsync(built, HttpResponse.BodyHandlers.ofString())
                .thenAccept(answer ->
                        said.merge("http " + path, answer.headers().map() + answer.body() + "\n", String::concat));
    }

    /** What {@code ps} shows of the process and of all that it has started. */
    private void commandLines(Process process) throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        for (ProcessHandle one : all) {
            said.put("command line of " + one.pid(), Files.readString(Path.of("/proc/" + one.pid() + "/cmdline")));
        }
    }

    private void readTopics(SaslKafka kafka, Topics topics) {
        TopicReader reader =
                new TopicReader(new KafkaClients(KafkaConfig.of(kafka.administratorsAddress(), topics.prefix())));
        for (String topic : List.of(
                topics.tasks(),
                topics.events(),
                topics.loads(),
                topics.operations(),
                topics.tableHealth(),
                topics.rejects())) {
            StringBuilder all = new StringBuilder();
            reader.read(
                    topic,
                    record -> all.append(new String(record.value(), StandardCharsets.UTF_8))
                            .append('\n'));
            said.put("topic " + topic, all.toString());
        }
    }

    private void runCommands(TestPipeline pipeline, SaslKafka kafka) throws IOException {
        Path file = pipeline.file();
        run("config", "check", file.toString(), "--print");
        run("status", "--recent", "20", "-c", file.toString());
        run("rejects", "-c", file.toString());
        pipeline.set("kafka", kafka.configuration("nobody", MARK + "-wrong"));
        run("status", "-c", pipeline.file().toString());
        Files.writeString(file, Files.readString(file).replace("127.0.0.1:", "127.0.0.1:port"));
        run("config", "check", file.toString(), "--connect");
        Files.writeString(file, Files.readString(file).replace("password:", "passwort:"));
        run("config", "check", file.toString());
    }

    private void run(String... arguments) {
        TestCommand command = TestCommand.run(arguments);
        said.put("datasync " + String.join(" ", arguments) + " " + said.size(), command.out() + command.err());
    }

    private void assertSaidAndSearched() {
        List<String> leaks = new ArrayList<>();
        said.forEach((where, what) -> {
            assertFalse(what.isBlank(), where);
            forms().map(form -> Pattern.compile(".{0,80}" + Pattern.quote(form) + ".{0,20}"))
                    .flatMap(form -> form.matcher(what).results().map(MatchResult::group))
                    .forEach(leak -> leaks.add(where + ": " + leak));
        });
        assertEquals(List.of(), leaks);
    }

    /** As it is, in lower case, and in base 64 at each of the three places it may begin at. */
    private static Stream<String> forms() {
        Stream<String> encoded = Stream.of("", "x", "xx").map(before -> {
            String text = Base64.getEncoder().encodeToString((before + MARK).getBytes(StandardCharsets.UTF_8));
            return text.substring(4, text.length() - 4);
        });
        return Stream.concat(Stream.of(MARK, MARK.toLowerCase(Locale.ROOT)), encoded);
    }
}
