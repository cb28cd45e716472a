package io.datasync.benchmarks;

import io.datasync.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own, in the directory that is the only argument. */
final class BrokerMain {
    /** Stands before the address, once the broker serves. */
    static final String READY = "READY ";

    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(READY + kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
