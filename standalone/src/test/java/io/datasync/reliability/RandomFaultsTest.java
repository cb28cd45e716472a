package io.datasync.reliability;

import static org.awaitility.Awaitility.await;

import io.datasync.embedded.EmbeddedKafka;
import io.datasync.standalone.CuttableProxy;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two processes of each role, to which anything may happen: for half a minute, or for {@code -Dreliability.minutes=30}. The
 * faults follow from a seed, which the log and a failure name; {@code -Dreliability.seed=…} has them come again in that order.
 */
class RandomFaultsTest {
    private static final Logger log = LoggerFactory.getLogger(RandomFaultsTest.class);
    private static final Duration SHORT_RUN = Duration.ofSeconds(30);

    /** Longer than the lock on a task. */
    private static final Duration FROZEN = Duration.ofSeconds(5);

    private final long seed = Long.getLong("reliability.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<String> happened = new ArrayList<>();

    @TempDir
    Path directory;

    private static Duration length() {
        Integer minutes = Integer.getInteger("reliability.minutes");
        return minutes == null ? SHORT_RUN : Duration.ofMinutes(minutes);
    }

    @Test
    void copiesAreRightInTheEndWhateverHappens() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Installation installation =
                        new Installation(List.of(Update.values()), kafka.bootstrapServers(), directory);
                CuttableProxy source = proxy(
                        installation.pipeline(),
                        "sourceUrl",
                        installation.pipeline().source().jdbcUrl());
                CuttableProxy destination = proxy(
                        installation.pipeline(),
                        "destinationUrl",
                        installation.pipeline().destination().jdbcUrl())) {
            installation.start(2);
            long end = System.nanoTime() + length().toNanos();
            while (System.nanoTime() < end) {
                installation.changeSource();
                hurt(installation, kafka, List.of(source, destination));
                pause(Duration.ofMillis(random.nextInt(2_000)));
            }
            installation.awaitCopied();
            installation.assertTidy();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("-Dreliability.seed=" + seed + "; what happened: " + happened, failure);
        }
    }

    private static CuttableProxy proxy(TestPipeline pipeline, String variable, String url) throws IOException {
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        CuttableProxy proxy = new CuttableProxy(port);
        proxy.connect();
        pipeline.set(variable, url.replace(":" + port + "/", ":" + proxy.port() + "/"));
        return proxy;
    }

    private void hurt(Installation installation, EmbeddedKafka kafka, List<CuttableProxy> proxies) throws IOException {
        WorkerProcess process = installation
                .processes()
                .get(random.nextInt(installation.processes().size()));
        CuttableProxy proxy = proxies.get(random.nextInt(proxies.size()));
        Duration away = Duration.ofMillis(random.nextInt(3_000));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                say("kill " + process.role());
                process.kill();
                installation.forget(process);
                pause(away);
                installation.start(process.role());
            }
            case 3, 4 -> {
                say("freeze " + process.role());
                process.freeze();
                pause(FROZEN);
                process.resume();
            }
            case 5, 6 -> {
                say("cut " + (proxies.indexOf(proxy) == 0 ? "source" : "destination"));
                proxy.cut();
                pause(away);
                proxy.connect();
            }
            default -> {
                say("restart broker");
                kafka.stop();
                pause(away);
                kafka.restart();
            }
        }
    }

    private void say(String what) {
        happened.add(what);
        log.atInfo().addKeyValue("seed", seed).log(what);
    }

    private static void pause(Duration pause) {
        await().pollDelay(pause).atMost(pause.plusMinutes(1)).until(() -> true);
    }
}
