package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The configuration that Compose and Kubernetes hand to the processes, with no more variables than they get there. */
class DeployedConfigTest {
    private static final Path TOP = Path.of("..");
    private static final Path KUBERNETES = TOP.resolve(Path.of("deploy", "kubernetes"));

    private static DataSyncConfig ofCompose() {
        return read(TOP.resolve(Path.of("deploy", "docker", "datasync.yaml")), at(compose(), "environment"));
    }

    private static DataSyncConfig ofKubernetes() {
        Map<?, ?> secret = yaml(KUBERNETES.resolve("secret.example.yaml"));
        return read(KUBERNETES.resolve("datasync.yaml"), at(secret, "stringData"));
    }

    /** What the services scheduler, fetcher and loader have in common. */
    private static Map<?, ?> compose() {
        return at(yaml(TOP.resolve("docker-compose.yml")), "x-datasync");
    }

    private static DataSyncConfig read(Path file, Map<?, ?> environment) {
        return ConfigReader.read(file, List.of(), Servers.REQUIRED, name -> (String) environment.get(name));
    }

    /** The first document of a file. */
    private static Map<?, ?> yaml(Path file) {
        try {
            Load load = new Load(LoadSettings.builder().build());
            return (Map<?, ?>)
                    load.loadAllFromString(Files.readString(file)).iterator().next();
        } catch (IOException failure) {
            throw new AssertionError(file.toString(), failure);
        }
    }

    private static Map<?, ?> at(Map<?, ?> tree, String... keys) {
        Map<?, ?> here = tree;
        for (String key : keys) {
            Object next = here.get(key);
            assertTrue(next instanceof Map, key);
            here = (Map<?, ?>) next;
        }
        return here;
    }

    @Test
    void theConfigurationOfComposeHasNoProblemAndFindsTheServersByTheirNames() {
        DataSyncConfig config = ofCompose();

        Map<?, ?> services = at(yaml(TOP.resolve("docker-compose.yml")), "services");
        assertTrue(services.containsKey("kafka") && services.containsKey("sqlserver"));
        assertEquals("kafka:9092", config.kafka().bootstrapServers());
        assertTrue(config.destination().url().startsWith("jdbc:sqlserver://sqlserver:1433;databaseName=Reporting;"));
        assertEquals(
                List.of("PurchaseOrder", "SampleLarge", "SampleSmall"),
                config.tables().stream().map(TableConfig::tableName).toList());
    }

    @Test
    void theConfigurationOfKubernetesHasNoProblem() {
        assertEquals(
                List.of("WorkOrder", "Item"),
                ofKubernetes().tables().stream().map(TableConfig::tableName).toList());
    }

    @Test
    void everyRoleServesHealthAndMetricsToOtherContainersAtThePortThatProbesAsk() {
        HttpConfig expected = new HttpConfig("0.0.0.0", 8080, 8080, 8080, Secret.none());

        assertEquals(expected, ofCompose().http());
        assertEquals(expected, ofKubernetes().http());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduler.yaml", "fetcher.yaml", "loader.yaml"})
    void aStoppingPodHasTheTimeToCloseItsWorkAndItsConnections(String file) {
        Map<?, ?> pod = at(yaml(KUBERNETES.resolve(file)), "spec", "template", "spec");
        Object grace = pod.get("terminationGracePeriodSeconds");

        assertTrue(grace instanceof Integer seconds && isEnough(Duration.ofSeconds(seconds), ofKubernetes()), file);
    }

    @Test
    void aStoppingContainerHasTheTimeToCloseItsWorkAndItsConnections() {
        Duration grace = Durations.parse(String.valueOf(compose().get("stop_grace_period")));

        assertTrue(isEnough(grace, ofCompose()));
    }

    /** A loop that does not end within the time-out is interrupted and waited for once more. */
    private static boolean isEnough(Duration grace, DataSyncConfig config) {
        return grace.compareTo(config.options().shutdownTimeout().multipliedBy(2)) > 0;
    }
}
