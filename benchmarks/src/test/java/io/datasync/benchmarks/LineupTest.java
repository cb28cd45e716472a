package io.datasync.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineupTest {
    private static final BenchSettings SETTINGS = new BenchSettings(
            new Distributions(Path.of("")),
            List.of(Job.values()),
            List.of(Entry.FLOOR, Entry.DATASYNC, Entry.STANDALONE, Entry.CONNECT),
            List.of(10L, 30L),
            1,
            Duration.ofSeconds(1),
            10,
            "auto",
            2,
            1,
            "",
            Optional.empty());

    private static List<String> labels(Job job) {
        return Lineup.entries(job, SETTINGS).stream().map(Entry::label).toList();
    }

    @Test
    void everybodyTakesPartInAMass() {
        assertEquals(
                List.of("floor", "datasync, slices auto, 2 fetchers, 1 loaders", "standalone, slices auto", "connect"),
                labels(Job.J1));
    }

    @Test
    void anUpsertHasASecondFloor() {
        assertEquals(List.of("floor", "floor-two-streams"), labels(Job.J2).subList(0, 2));
    }

    @Test
    void schedulesAreDataSyncsOwn() {
        assertEquals(
                List.of("datasync, slices auto, 2 fetchers, 1 loaders", "standalone, slices auto"), labels(Job.J5));
    }

    @Test
    void slicesAreTriedWithOneAndWithTwoOfEachProcess() {
        assertEquals(
                List.of(
                        "floor",
                        "datasync, slices 1",
                        "datasync, slices 2",
                        "datasync, slices 4",
                        "datasync, slices 1, 2 fetchers, 2 loaders",
                        "datasync, slices 2, 2 fetchers, 2 loaders",
                        "datasync, slices 4, 2 fetchers, 2 loaders"),
                labels(Job.J7));
    }

    @Test
    void theBigMassHasTheMostRows() {
        assertEquals(List.of(10L, 30L), Lineup.rows(Job.J1, SETTINGS.rows()));
        assertEquals(List.of(30L), Lineup.rows(Job.J7, SETTINGS.rows()));
    }
}
