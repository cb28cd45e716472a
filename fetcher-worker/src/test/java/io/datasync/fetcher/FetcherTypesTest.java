package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FetcherTypesTest {
    private final FetcherTypes types = FetcherTypes.load();

    @Test
    void theServiceLoaderFindsThoseOfDataSync() {
        assertTrue(
                types.names().containsAll(Set.of("jdbc", "jde", "cms", "sample")),
                types.names().toString());
    }

    @Test
    void anUnknownTypeIsRefusedWithASuggestion() {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> types.get("jbdc"));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertEquals(
                List.of("fetcher: There is no fetcher of type 'jbdc'. Did you mean jdbc?"),
                problems("jbdc", null, null, Map.of()));
    }

    @Test
    void twoFetchersOfOneTypeAreRefused() {
        assertThrows(DataSyncException.class, () -> new FetcherTypes(List.of(types.get("jdbc"), types.get("jdbc"))));
    }

    @Test
    void rightTablesHaveNoProblems() {
        assertEquals(List.of(), problems("jdbc", "SELECT 1 AS a WHERE :now >= :minimumDT", null, Map.of()));
        assertEquals(List.of(), problems("jde", null, "f41021", Map.of(), "ItemNumber", "Location"));
        assertEquals(List.of(), problems("cms", null, "cms.mis_data", Map.of()));
        assertEquals(List.of(), problems("cms", "SELECT 1 AS a", null, Map.of()));
        assertEquals(
                List.of("cursor: needs column, whose largest number becomes :highWaterMark"),
                problems("jdbc", "SELECT 1 AS a WHERE 1 > :highWaterMark", null, Map.of()));
        TableConfig byTime = TestSource.table("A", "jdbc", "SELECT 1 AS a", null, Map.of(), "a");
        assertEquals(
                List.of("cursor: needs a query that compares its column with :highWaterMark"),
                FetcherTypes.load().problems(TestSource.growing(byTime, Optional.of("a"), 0), null));
        assertEquals(List.of(), problems("sample", null, null, Map.of("rows", "1_000", "seed", "7")));
        TableConfig sample = TestSource.table("A", "sample", null, null, Map.of(), "Id");
        assertEquals(
                List.of("cursor: the sample fetcher goes by LastUpdateDT; remove cursor"),
                types.problems(TestSource.growing(sample, Optional.of("Id"), 0), null));
    }

    @Test
    void slicesNeedAFetcherThatDivides() {
        TableConfig csv = TestSource.table("Lines", "csv", null, null, Map.of("file", "x"), "Id");
        FetcherTypes withCsv = new FetcherTypes(List.of(new CsvFetcher(), types.get("jdbc")));
        assertEquals(List.of(), withCsv.problems(csv, null));
        assertEquals(List.of(), withCsv.problems(TestSource.sliced(csv, 1), null));
        assertProblem(
                "slices: the csv fetcher reads this table in one slice",
                withCsv.problems(TestSource.sliced(csv, 2), null));
        TableConfig query = TestSource.table("Lines", "jdbc", "SELECT 1 AS id", null, Map.of(), "id");
        assertEquals(List.of(), withCsv.problems(TestSource.sliced(query, 2), null));
    }

    @Test
    void wrongTablesHaveAllTheirProblems() {
        assertProblem("query: the jdbc fetcher needs a SELECT", problems("jdbc", null, null, Map.of()));
        assertProblem(
                "query: ':mnimumDT' is no parameter. Did you mean minimumDT?",
                problems("jdbc", "SELECT :mnimumDT a", null, Map.of()));
        assertProblem(
                "options.fetchsize: no option of the jdbc fetcher. It has none.",
                problems("jdbc", "SELECT 1 a", null, Map.of("fetchsize", "1")));
        assertProblem("sourceTable: the jdbc fetcher reads a query", problems("jdbc", "SELECT 1 a", "x", Map.of()));
        assertProblem("query: the jde fetcher writes its own", problems("jde", "SELECT 1 a", "F4801", Map.of()));
        assertProblem("sourceTable: the jde fetcher needs a table", problems("jde", null, null, Map.of()));
        assertProblem(
                "sourceTable: 'F4801X' is not in the catalog of JDE tables. Did you mean F4801?",
                problems("jde", null, "F4801X", Map.of()));
        assertProblem("sourceTable: '../x' is not in the catalog", problems("jde", null, "../x", Map.of()));
        assertProblem(
                "keyColumns: F4801 has no column WorkOrderNumbr. Did you mean WorkOrderNumber?",
                problems("jde", null, "F4801", Map.of(), "WorkOrderNumbr"));
        assertProblem(
                "sourceTable: 'mis_dta' is no table of the cms fetcher. Did you mean mis_data?",
                problems("cms", null, "mis_dta", Map.of()));
        assertProblem("tableName: 'other' is no table of the cms fetcher.", problems("cms", null, null, Map.of()));
        assertProblem("options.rows: expected a whole number", problems("sample", null, null, Map.of("rows", "many")));
        assertProblem(
                "options.row: no option of the sample fetcher. Did you mean rows?",
                problems("sample", null, null, Map.of("row", "1")));
        assertProblem("options.newest: expected a time", problems("sample", null, null, Map.of("newest", "today")));
        assertProblem("options.rows: expected 0 to", problems("sample", null, null, Map.of("rows", "-1")));
    }

    private static void assertProblem(String start, List<String> problems) {
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(start), problems.toString());
    }

    private List<String> problems(
            String fetcher,
            @Nullable String query,
            @Nullable String sourceTable,
            Map<String, String> options,
            String... keyColumns) {
        TableConfig table = TestSource.table("Other", fetcher, query, sourceTable, options, keyColumns);
        return types.problems(table, null);
    }
}
