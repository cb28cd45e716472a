package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.TestSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Implied decimals that a site's F9210 tells. */
final class DataDictionaryTest {
    private static final TableConfig WORK_ORDER =
            TestSource.table("WorkOrder", "jde", null, "F4801", Map.of(), "WorkOrderNumber");

    private final TestSource source = new TestSource();
    private final JdeFetcher fetcher = new JdeFetcher();

    private SourceConfig site(String dictionarySchema) {
        return source.config(
                Duration.ofMinutes(1),
                new JdeSite(
                        Optional.empty(),
                        JdeSite.Trim.RIGHT,
                        ZoneId.of("UTC"),
                        Map.of("WASOCN", 3, "AMTO", 1),
                        Optional.of(dictionarySchema),
                        Optional.empty()));
    }

    /** File decimals (FRDTAD) are there as well and must not count. */
    private void createDictionary(String... items) {
        source.execute(
                "CREATE TABLE f9210 (frdtai CHAR(10), frcdec CHAR(1), frdtad NUMERIC(3))",
                "INSERT INTO f9210 VALUES " + String.join(", ", items));
    }

    private FetchedRows fetch(SourceConfig config) {
        return FetchedRows.of(fetcher.open(TestSource.request(WORK_ORDER, config, null), source.dataSource()));
    }

    @Test
    void whatTheConfigurationDoesNotNameIsAsTheDictionarySaysElseAsTheCatalogSays() {
        createDictionary(
                "('UORG', '5', 9)", "('SOCN', '5', 9)", "('SOQS', ' ', 9)", "('AMTO', '2', 9)", "('DOCO', '1', 9)");
        source.execute(
                JdeFetcherTest.ddl(JdeCatalog.BUILT_IN.find("F4801").orElseThrow()),
                "INSERT INTO f4801 (wadoco, wauorg, wasocn, wasoqs, waamto, waan8)"
                        + " VALUES (12, 1234567, 1234567, 1234567, 1234567, 7)");
        SourceConfig config = site(source.schemaName());

        FetchedRows fetched = fetch(config);
        assertEquals(List.of(new BigDecimal("1.2")), fetched.column("WorkOrderNumber"));
        assertEquals(List.of(new BigDecimal("12.34567")), fetched.column("QuantityOrdered"));
        assertEquals(List.of(new BigDecimal("1234.567")), fetched.column("QuantityScrapped"));
        assertEquals(List.of(new BigDecimal("123.4567")), fetched.column("QuantityCompleted"));
        assertEquals(List.of(new BigDecimal("123456.7")), fetched.column("EstimatedAmount"));
        assertEquals(List.of(7), fetched.column("CustomerNumber"));
        assertEquals(
                List.of(
                        "WADOCO WorkOrderNumber has 1 decimals (F9210: DOCO)",
                        "WAUORG QuantityOrdered has 5 decimals (F9210: UORG)",
                        "WASOCN QuantityScrapped has 3 decimals (configuration: WASOCN)",
                        "WASOQS QuantityCompleted has 4 decimals (catalog)",
                        "WAAMTO EstimatedAmount has 1 decimals (configuration: AMTO)",
                        "WAHRSO EstimatedHours has 2 decimals (catalog)"),
                fetcher.decoding(WORK_ORDER, config, source.dataSource()));
    }

    @Test
    void withoutAConnectionItIsSaidThatTheDictionaryWasNotAsked() {
        List<String> lines = fetcher.decoding(WORK_ORDER, site("DD920"), null);
        assertTrue(
                lines.contains("WAUORG QuantityOrdered has 4 decimals (catalog, F9210 was not asked)"),
                lines.toString());
    }

    @Test
    void aDictionaryThatMakesNoSenseIsRefused() {
        createDictionary("('UORG', 'x', 0)");
        assertFails(
                source.schemaName(),
                ErrorCode.CONFIGURATION,
                "F9210: data item UORG has display decimals that are no number from 0 to 18");
        source.execute("DELETE FROM f9210", "INSERT INTO f9210 VALUES ('UORG', '4', 0), ('UORG', '2', 0)");
        assertFails(source.schemaName(), ErrorCode.CONFIGURATION, "F9210: data item UORG stands twice");
    }

    @Test
    void aDictionaryThatCannotBeReadFailsTheFetch() {
        assertFails(source.schemaName(), ErrorCode.SOURCE_QUERY, "Cannot read from source TEST");
        assertFails("dd; DROP", ErrorCode.CONFIGURATION, "jde.dictionarySchema: 'dd; DROP' is no plain name");
    }

    private void assertFails(String schema, ErrorCode code, String message) {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> fetch(site(schema)));
        assertEquals(code, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).startsWith(message), failure.toString());
    }

    @Test
    void aCancelledStreamDoesNotAskTheDictionary() {
        createDictionary("('UORG', '4', 0)");
        try (RowStream rows =
                fetcher.open(TestSource.request(WORK_ORDER, site(source.schemaName()), null), source.dataSource())) {
            rows.cancel();
            DataSyncException failure = assertThrows(DataSyncException.class, rows::schema);
            assertEquals(ErrorCode.CANCELLED, failure.code());
        }
    }
}
