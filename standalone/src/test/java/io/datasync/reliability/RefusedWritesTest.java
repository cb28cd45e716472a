package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two of three brokers are stopped, so that the third one may take nothing: with {@code -Dreliability.outage=true}. */
@EnabledIfSystemProperty(named = "reliability.outage", matches = "true")
class RefusedWritesTest {
    private static final Logger log = LoggerFactory.getLogger(RefusedWritesTest.class);

    /** Longer than a producer tries. */
    private static final Duration OUTAGE = Duration.ofSeconds(90);

    /** How an operation may end whose events nobody took. */
    private static final Set<String> ENDINGS =
            Set.of("SUCCEEDED", "KAFKA_UNAVAILABLE", "STALE", "DELIVERIES_EXHAUSTED");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void operationsEndInANamedErrorOrGoOnWhenTheBrokersAreBack() throws Exception {
        try (Cluster kafka = Cluster.start(3, directory);
                Installation installation = new Installation(
                        List.of(Update.values()), kafka.bootstrapServers(), TestPostgreSql.server(), directory)) {
            installation.start(1);
            kafka.broker(1).stop();
            kafka.broker(2).stop();
            installation.changeSource();
            await().pollDelay(OUTAGE).atMost(OUTAGE.plusMinutes(1)).until(() -> true);
            installation.processes().forEach(RoleProcess::requireAlive);
            kafka.restart(1);
            kafka.restart(2);
            long back = System.nanoTime();
            installation.awaitCopied();
            log.atInfo()
                    .addKeyValue("seconds", (System.nanoTime() - back) / 1_000_000_000)
                    .log("In step again");
            installation.assertTidy();
            kafka.requireAlive();
            Set<String> endings = new TreeSet<>(installation.endings().keySet());
            endings.removeAll(ENDINGS);
            assertTrue(endings.isEmpty(), endings::toString);
        }
    }
}
