package io.datasync.fetcher.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.UpdateType;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.TestSource;
import io.datasync.message.KeyRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SampleFetcherTest {
    private static final SampleFetcher FETCHER = new SampleFetcher();
    private static final DataSource NOWHERE = TestSource.dataSource("jdbc:postgresql://127.0.0.1/");

    @Test
    void theSameSeedGivesTheSameRows() {
        assertEquals(fetch("7", null).rows(), fetch("7", null).rows());
        assertNotEquals(fetch("7", null).rows(), fetch("8", null).rows());
    }

    @Test
    void slicesAreTheWholeDivided() {
        List<List<@Nullable Object>> all = new ArrayList<>();
        List<KeyRange> ranges =
                FETCHER.divide(request("7", null, null), NOWHERE).ranges();
        for (KeyRange range : ranges) {
            List<List<@Nullable Object>> slice = FetchedRows.of(FETCHER.open(request("7", null, range), NOWHERE))
                    .rows();
            assertTrue(Math.abs(33 - slice.size()) <= 1, "rows: " + slice.size());
            all.addAll(slice);
        }
        assertEquals(3, ranges.size());
        assertEquals(fetch("7", null).rows(), all);
    }

    @Test
    void anIncrementalFetchHasTheRowsNotBeforeItsBound() {
        Instant newest = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(List.of(100L), fetch("7", newest).column("Id"));
        assertEquals(List.of(), fetch("7", newest.plusNanos(1)).column("Id"));
        assertEquals(List.of(98L, 99L, 100L), fetch("7", newest.minusSeconds(2)).column("Id"));
        assertEquals(100, fetch("7", newest.minusSeconds(1_000)).rows().size());
        assertTrue(fetch("7", null)
                .rows()
                .containsAll(fetch("7", newest.minusSeconds(2)).rows()));
    }

    private static FetchedRows fetch(String seed, @Nullable Instant minimumDT) {
        return FetchedRows.of(FETCHER.open(request(seed, minimumDT, null), NOWHERE));
    }

    private static FetchRequest request(String seed, @Nullable Instant minimumDT, @Nullable KeyRange range) {
        Map<String, String> options = Map.of("rows", "100", "seed", seed);
        return new FetchRequest(
                TestSource.sliced(TestSource.table("Sample", "sample", null, null, options, "Id"), 3),
                SourceConfig.of("NONE", "jdbc:none:", Optional.empty(), Secret.none()),
                UpdateType.MASS,
                minimumDT,
                TestSource.NOW,
                range,
                null,
                null);
    }
}
