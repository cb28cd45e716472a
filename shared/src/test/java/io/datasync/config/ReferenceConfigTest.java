package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config/datasync.yaml}, the reference that people copy from. */
class ReferenceConfigTest {
    private static final Path FILE = Path.of("..", "config", "datasync.yaml");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DATASYNC_KAFKA", "localhost:9092",
            "DATASYNC_KAFKA_PASSWORD", "a",
            "DATASYNC_HTTP_TOKEN", "0123456789abcdef",
            "JDE_PASSWORD", "b",
            "CMS_PASSWORD", "c",
            "DESTINATION_PASSWORD", "d");

    private static DataSyncConfig read() {
        return ConfigReader.read(FILE, List.of(), Servers.REQUIRED, ENVIRONMENT::get);
    }

    @Test
    void itHasTheTablesOfTheDemoAndNoProblem() {
        assertEquals(
                List.of(
                        "WorkOrder",
                        "LotUsage",
                        "Item",
                        "ItemLocation",
                        "Lot",
                        "WorkOrderComponent",
                        "WorkOrderRouting",
                        "AddressBook",
                        "UserDefinedCode",
                        "MisData",
                        "MisCharacteristic",
                        "MisNonconformance",
                        "Supplier"),
                read().tables().stream().map(TableConfig::tableName).toList());
    }

    @Test
    void theValuesItShowsAreTheDefaultsItSpeaksOf() {
        DataSyncConfig config = read();

        assertEquals(Options.DEFAULTS, config.options());
        HttpConfig http = config.http();
        assertEquals(
                HttpConfig.DEFAULTS,
                new HttpConfig(
                        http.host(), http.schedulerPort(), http.fetcherPort(), http.loaderPort(), Secret.none()));
        assertEquals(KafkaConfig.DEFAULT_TOPIC_PREFIX, config.kafka().topicPrefix());
        assertEquals(KafkaConfig.DEFAULT_LOCK_DURATION, config.kafka().lockDuration());
        assertEquals(
                DestinationConfig.DEFAULT_CONTROL_SCHEMA, config.destination().controlSchema());
        assertEquals(
                DestinationConfig.DEFAULT_LOCK_TIMEOUT, config.destination().lockTimeout());
        assertEquals(
                DestinationConfig.DEFAULT_QUERY_TIMEOUT, config.destination().queryTimeout());
        assertEquals(
                MassSchedule.OFF.schedule().interval(),
                config.tables().get(0).mass().schedule().interval());
        assertEquals(
                Schedule.DAILY_OFF.interval(), config.tables().get(0).daily().interval());
        assertEquals(
                Schedule.HOURLY_OFF.interval(), config.tables().get(0).hourly().interval());
        DeletesSchedule deletes = config.tables().get(0).deletes();
        assertEquals(DeletesSchedule.OFF.interval(), deletes.interval());
        assertEquals(DeletesSchedule.OFF.maxDeletePercent(), deletes.maxDeletePercent());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Options.class,
                KafkaConfig.class,
                HttpConfig.class,
                TelemetryConfig.class,
                SourceConfig.class,
                JdeSite.class,
                DestinationConfig.class,
                TableConfig.class,
                Schedule.class,
                MassSchedule.class,
                DeletesSchedule.class
            })
    void itExplainsEveryKey(Class<?> section) throws IOException {
        String text = Files.readString(FILE);
        for (RecordComponent key : section.getRecordComponents()) {
            // These two have no key of their own: a source's name is one, a mass is a schedule.
            boolean isNoKey = List.of("SourceConfig.name", "MassSchedule.schedule")
                    .contains(section.getSimpleName() + "." + key.getName());
            assertTrue(isNoKey || text.contains(" " + key.getName() + ":"), key.getName());
        }
    }
}
