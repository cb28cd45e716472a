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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SampleFetcherTest {
    @Test
    void theSameSeedGivesTheSameRows() {
        assertEquals(fetch("7", null, 0, 1).rows(), fetch("7", null, 0, 1).rows());
        assertNotEquals(fetch("7", null, 0, 1).rows(), fetch("8", null, 0, 1).rows());
    }

    @Test
    void slicesAreTheWholeDivided() {
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (int slice = 0; slice < 3; slice++) {
            all.addAll(fetch("7", null, slice, 3).rows());
        }
        assertEquals(fetch("7", null, 0, 1).rows(), all);
    }

    @Test
    void anIncrementalFetchHasTheRowsNotBeforeItsBound() {
        Instant newest = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(List.of(100L), fetch("7", newest, 0, 1).column("Id"));
        assertEquals(List.of(), fetch("7", newest.plusNanos(1), 0, 1).column("Id"));
        assertEquals(
                List.of(98L, 99L, 100L),
                fetch("7", newest.minusSeconds(2), 0, 1).column("Id"));
        assertEquals(100, fetch("7", newest.minusSeconds(1_000), 0, 1).rows().size());
        assertTrue(fetch("7", null, 0, 1)
                .rows()
                .containsAll(fetch("7", newest.minusSeconds(2), 0, 1).rows()));
    }

    private static FetchedRows fetch(String seed, @Nullable Instant minimumDT, int slice, int slices) {
        FetchRequest request = new FetchRequest(
                TestSource.table("Sample", "sample", null, null, Map.of("rows", "100", "seed", seed), "Id"),
                SourceConfig.of("NONE", "jdbc:none:", Optional.empty(), Secret.none()),
                UpdateType.MASS,
                minimumDT,
                TestSource.NOW,
                slice,
                slices);
        return FetchedRows.of(new SampleFetcher().open(request, TestSource.dataSource("jdbc:postgresql://127.0.0.1/")));
    }
}
