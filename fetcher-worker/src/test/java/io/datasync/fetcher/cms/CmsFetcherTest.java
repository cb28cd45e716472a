package io.datasync.fetcher.cms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.TestSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CmsFetcherTest {
    private static final TestSource source = new TestSource();

    @BeforeAll
    static void createTables() {
        source.execute("CREATE SCHEMA cms", """
                CREATE TABLE cms.mis_data (id bigint PRIMARY KEY, work_order_number bigint NOT NULL,
                    item_number varchar(25) NOT NULL, characteristic varchar(20) NOT NULL, sample_id uuid NOT NULL,
                    sample_number int NOT NULL, measured_value numeric(18,6), raw_reading double precision,
                    unit varchar(8), result varchar(10) NOT NULL, is_retest boolean NOT NULL, inspector text NOT NULL,
                    inspected_on date NOT NULL, inspected_at timestamptz NOT NULL, last_update timestamp NOT NULL,
                    remark text)""", """
                INSERT INTO cms.mis_data
                SELECT n, 100 + n, 'ITEM', 'WIDTH', gen_random_uuid(), n, 1.5, 1.49, 'mm', 'PASS', false, 'Zoë',
                       '2026-01-01', '2026-01-01 10:00+02', timestamp '2026-01-01' + n * interval '1 hour', NULL
                FROM generate_series(1, 5) n""", """
                CREATE TABLE cms.mis_characteristic (code varchar(20) PRIMARY KEY, item_number varchar(25) NOT NULL,
                    description text NOT NULL, unit varchar(8), lower_limit numeric(18,6), target_value numeric(18,6),
                    upper_limit numeric(18,6), is_critical boolean NOT NULL, valid_from date NOT NULL,
                    last_update timestamp NOT NULL)""", """
                CREATE TABLE cms.mis_nonconformance (id uuid PRIMARY KEY, mis_data_id bigint NOT NULL,
                    work_order_number bigint NOT NULL, severity smallint NOT NULL, description text NOT NULL,
                    disposition varchar(20), cost numeric(12,2), opened_at timestamptz NOT NULL, closed_at timestamptz,
                    photo_sha256 bytea, last_update timestamp NOT NULL)""");
    }

    @Test
    void everyTableIsFoundByItsDestinationName() {
        assertEquals(16, fetch("MisData", null, null).schema().columns().size());
        assertEquals(
                10, fetch("MisCharacteristic", null, null).schema().columns().size());
        assertEquals(
                11, fetch("MisNonconformance", null, null).schema().columns().size());
        assertEquals(
                10,
                fetch("Anything", "cms.mis_characteristic", null)
                        .schema()
                        .columns()
                        .size());
    }

    @Test
    void typesAreTheSourcesOwn() {
        assertEquals(
                "int64 int64 text(25) text(20) uuid int32 decimal(18,6) float64 text(8) text(10) bool text(0) date"
                        + " timestamptz(6) timestamp(6) text(0)",
                String.join(
                        " ",
                        fetch("MisData", null, null).schema().columns().stream()
                                .map(column -> column.type().text())
                                .toList()));
    }

    @Test
    void anIncrementalFetchHasTheRowsNotBeforeItsBound() {
        assertEquals(
                List.of(3L, 4L, 5L),
                fetch("MisData", null, Instant.parse("2026-01-01T03:00:00Z")).column("id"));
        assertEquals(
                List.of(4L, 5L),
                fetch("MisData", null, Instant.parse("2026-01-01T03:00:01Z")).column("id"));
    }

    @Test
    void onlyKeysAreReadWhereOnlyTheyAreWanted() {
        var table = TestSource.table("MisData", "cms", null, null, Map.of(), "ID");
        FetchedRows keys = FetchedRows.of(new CmsFetcher().open(source.keysOf(table), source.dataSource()));
        assertEquals(1, keys.schema().columns().size());
        assertEquals(5, keys.column("id").size());
    }

    private static FetchedRows fetch(String tableName, @Nullable String sourceTable, @Nullable Instant minimumDT) {
        var table = TestSource.table(tableName, "cms", null, sourceTable, Map.of(), "id");
        return FetchedRows.of(new CmsFetcher().open(source.request(table, minimumDT), source.dataSource()));
    }
}
