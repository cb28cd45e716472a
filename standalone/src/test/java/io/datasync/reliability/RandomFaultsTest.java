package io.datasync.reliability;

import static org.awaitility.Awaitility.await;

import io.datasync.standalone.CuttableProxy;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two processes of each role, a database and brokers of their own, to which anything may happen: for half a minute with one broker,
 * or for {@code -Dreliability.minutes=30} with three. The faults follow from a seed, which the log and a failure name;
 * {@code -Dreliability.seed=…} has them come again in that order.
 */
class RandomFaultsTest {
    private static final Logger log = LoggerFactory.getLogger(RandomFaultsTest.class);
    private static final Duration SHORT_RUN = Duration.ofSeconds(30);

    /** Longer than the lock on a task. */
    private static final Duration FROZEN = Duration.ofSeconds(5);

    /** Short of what a server or client gives up after, and beyond it. */
    private static final int LONGEST_STALL_MILLISECONDS = 30_000;

    private final Integer minutes = Integer.getInteger("reliability.minutes");
    private final long seed = Long.getLong("reliability.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<String> happened = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** What may be hurt. */
    private record Servers(Installation installation, Cluster kafka, OwnDatabase database, List<Way> ways) {}

    /** A way between processes that may be cut or stalled. */
    private record Way(String to, CuttableProxy proxy) {}

    @Test
    void copiesAreRightInTheEndWhateverHappens() throws Exception {
        try (Cluster kafka = Cluster.start(minutes == null ? 1 : 3, directory);
                OwnDatabase database = OwnDatabase.start(directory.resolve("postgresql"));
                Installation installation = new Installation(
                        List.of(Update.values()), kafka.bootstrapServers(), database.server(), directory);
                CuttableProxy source = proxied(database, installation.pipeline(), "sourceUrl");
                CuttableProxy destination = proxied(database, installation.pipeline(), "destinationUrl")) {
            List<Way> ways = new ArrayList<>(List.of(new Way("source", source), new Way("destination", destination)));
            for (int number = 0; number < kafka.size(); number++) {
                ways.add(new Way("broker " + number, kafka.proxy(number)));
            }
            installation.start(2);
            Servers servers = new Servers(installation, kafka, database, ways);
            Duration length = minutes == null ? SHORT_RUN : Duration.ofMinutes(minutes);
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                installation.changeSource();
                hurt(servers);
                pause(random.nextInt(2_000));
            }
            installation.awaitCopied();
            installation.assertTidy();
            kafka.requireAlive();
            kafka.assertReplicated();
            installation.endings();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("-Dreliability.seed=" + seed + "; what happened: " + happened, failure);
        }
    }

    private static CuttableProxy proxied(OwnDatabase database, TestPipeline pipeline, String variable)
            throws IOException {
        CuttableProxy proxy = new CuttableProxy(database.port());
        proxy.connect();
        String url = variable.startsWith("source")
                ? pipeline.source().jdbcUrl()
                : pipeline.destination().jdbcUrl();
        pipeline.set(variable, url.replace(":" + database.port() + "/", ":" + proxy.port() + "/"));
        return proxy;
    }

    private void hurt(Servers servers) throws Exception {
        Installation installation = servers.installation();
        RoleProcess process = installation
                .processes()
                .get(random.nextInt(installation.processes().size()));
        Way way = servers.ways().get(random.nextInt(servers.ways().size()));
        int broker = random.nextInt(servers.kafka().size());
        int away = random.nextInt(3_000);
        int stalled = random.nextInt(minutes == null ? 3_000 : LONGEST_STALL_MILLISECONDS);
        ProcessClock clock = random.nextBoolean() ? ProcessClock.AN_HOUR_AHEAD : ProcessClock.AN_HOUR_BEHIND;
        switch (random.nextInt(12)) {
            case 0, 1 -> replace(installation, process, away, ProcessClock.RIGHT);
            case 2 -> replace(installation, process, away, clock);
            case 3, 4 -> freeze(process);
            case 5, 6 -> {
                say("cut " + way.to());
                way.proxy().cut();
                pause(away);
                way.proxy().connect();
            }
            case 7, 8 -> stall(way, stalled, away);
            case 9, 10 -> {
                say("kill broker " + broker);
                servers.kafka().broker(broker).kill();
                pause(away);
                servers.kafka().restart(broker);
                servers.kafka().broker(broker).awaitRunning();
            }
            default -> {
                say("restart database");
                servers.database().stopHard();
                pause(away);
                servers.database().restart();
            }
        }
    }

    private void replace(Installation installation, RoleProcess process, int away, ProcessClock clock) {
        ProcessClock possible = ProcessClock.mayBeWrong() ? clock : ProcessClock.RIGHT;
        say("kill " + process.role() + ", the next one's clock is " + possible);
        process.kill();
        installation.forget(process);
        pause(away);
        installation.start(process.role(), possible);
    }

    private void freeze(RoleProcess process) {
        say("freeze " + process.role());
        process.freeze();
        pause((int) FROZEN.toMillis());
        process.resume();
    }

    /** What was on its way arrives late, or never. */
    private void stall(Way way, int stalled, int away) throws IOException {
        boolean arrives = random.nextBoolean();
        say("stall " + way.to() + " for " + stalled + " ms, then " + (arrives ? "go on" : "cut"));
        way.proxy().stall();
        pause(stalled);
        if (!arrives) {
            way.proxy().cut();
        }
        way.proxy().resume();
        if (!arrives) {
            pause(away);
            way.proxy().connect();
        }
    }

    private void say(String what) {
        happened.add(what);
        log.atInfo().addKeyValue("seed", seed).log(what);
    }

    private static void pause(int milliseconds) {
        Duration pause = Duration.ofMillis(milliseconds);
        await().pollDelay(pause).atMost(pause.plusMinutes(1)).until(() -> true);
    }
}
