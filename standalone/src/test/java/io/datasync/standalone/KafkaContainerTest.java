package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The pipeline on the broker that Apache ships, in a container; skipped where no Docker answers. */
class KafkaContainerTest {
    @BeforeAll
    static void requireDocker() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker does not answer");
    }

    @Test
    void thePipelineRunsOnApachesKafkaImage() {
        try (KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
                TestPipeline pipeline = new TestPipeline(table("item"))) {
            kafka.start();
            pipeline.inSource(
                    "CREATE TABLE item (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)",
                    "INSERT INTO item SELECT n, 'row ' || n, now() FROM generate_series(1, 500) n");
            pipeline.set("kafka", kafka.getBootstrapServers()).start();
            assertEquals(500, counts(pipeline.run("item", MASS)).inserted());
            pipeline.inSource("INSERT INTO item VALUES (501, 'new', now())");
            assertEquals(1, counts(pipeline.run("item", HOURLY)).inserted());
            pipeline.assertCopied("item");
        }
    }
}
