package io.datasync.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.MassSchedule.Mode;
import io.datasync.config.Servers;
import io.datasync.config.TableConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code demo.yaml} beside the reference that people copy from. */
class DemoConfigurationTest {
    private static final DataSyncConfig DEMO = DemoConfiguration.read();
    private static final DataSyncConfig REFERENCE = ConfigReader.read(
            Path.of("..", "config", "datasync.yaml"),
            List.of(),
            Servers.REQUIRED,
            name -> name.equals("DATASYNC_KAFKA") ? "127.0.0.1:1" : "value of " + name);

    private static Stream<TableConfig> referenceTables() {
        return REFERENCE.tables().stream().filter(TableConfig::enabled);
    }

    @Test
    void itHasEveryTableOfTheReference() {
        assertEquals(
                referenceTables().map(TableConfig::tableName).toList(),
                DEMO.tables().stream().map(TableConfig::tableName).toList());
    }

    @TestFactory
    Stream<DynamicTest> aTableIsReadAndMergedAsInTheReference() {
        return referenceTables()
                .map(expected -> DynamicTest.dynamicTest(expected.tableName(), () -> {
                    TableConfig table = DEMO.table(expected.tableName()).orElseThrow();
                    assertAll(
                            () -> assertEquals(expected.sourceSystem(), table.sourceSystem()),
                            () -> assertEquals(expected.fetcher(), table.fetcher()),
                            () -> assertEquals(expected.sourceTable(), table.sourceTable()),
                            () -> assertEquals(expected.keyColumns(), table.keyColumns()),
                            () -> assertEquals(expected.lastUpdateColumn(), table.lastUpdateColumn()));
                }));
    }

    @Test
    void everyTableHasMassAndHourlyAndBothModesAreShown() {
        assertAll(
                () -> assertTrue(DEMO.tables().stream()
                        .allMatch(table -> table.mass().schedule().enabled()
                                && table.hourly().enabled())),
                () -> assertTrue(
                        DEMO.tables().stream().anyMatch(table -> table.mass().mode() == Mode.SWAP)),
                () -> assertTrue(
                        DEMO.tables().stream().anyMatch(table -> table.mass().prepurgeData())));
    }
}
