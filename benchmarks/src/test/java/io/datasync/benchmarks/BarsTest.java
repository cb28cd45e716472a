package io.datasync.benchmarks;

import static io.datasync.benchmarks.TestingResults.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BarsTest {
    private static final long MILLION = 1_000_000;

    private static Bar bar(String start, RunResult... results) {
        return new Bars(Series.of(List.of(results)))
                .all().stream()
                        .filter(each -> each.name().startsWith(start))
                        .findFirst()
                        .orElseThrow();
    }

    private static void assertBar(double measured, Bar.Verdict verdict, Bar bar) {
        assertEquals(measured, bar.measured().orElseThrow(), 1e-9);
        assertEquals(verdict, bar.verdict());
    }

    @Test
    void whatWasNotRunIsNotMeasured() {
        Bar bar = bar("J1 rows/s ÷ floor", run(Job.J1, Entry.DATASYNC, MILLION, 8));
        assertEquals(OptionalDouble.empty(), bar.measured());
        assertEquals(Bar.Verdict.NOT_MEASURED, bar.verdict());
    }

    @Test
    void ratiosAreOfMediansOfTheSmallestNumberOfRows() {
        RunResult[] results = {
            run(Job.J1, Entry.FLOOR, MILLION, 6),
            run(Job.J1, Entry.DATASYNC, MILLION, 8),
            run(Job.J1, Entry.DATASYNC, MILLION, 100),
            run(Job.J1, Entry.DATASYNC, MILLION, 7),
            run(Job.J1, Entry.FLOOR, 3 * MILLION, 18),
            run(Job.J1, Entry.DATASYNC, 3 * MILLION, 18),
        };
        assertBar(0.75, Bar.Verdict.PASSED, bar("J1 rows/s ÷ floor", results));
        assertBar(18.0 / 8, Bar.Verdict.AIM_REACHED, bar("wall of three times", results));
    }

    @Test
    void anUpsertIsComparedWithTheBetterFloor() {
        assertBar(
                0.5,
                Bar.Verdict.FAILED,
                bar(
                        "J2 rows/s ÷ floor",
                        run(Job.J2, Entry.FLOOR, MILLION, 20),
                        run(Job.J2, Entry.FLOOR_TWO_STREAMS, MILLION, 10),
                        run(Job.J2, Entry.DATASYNC, MILLION, 20)));
    }

    @Test
    void aLookBackIsComparedWithTheOwnUpsert() {
        assertBar(
                4,
                Bar.Verdict.AIM_REACHED,
                bar("J3", run(Job.J2, Entry.DATASYNC, MILLION, 20), run(Job.J3, Entry.DATASYNC, MILLION, 5)));
    }

    @Test
    void ownProcessorTimeLeavesBrokerAndDatabaseOut() {
        assertBar(2.5, Bar.Verdict.AIM_REACHED, bar("own JVMs'", run(Job.J1, Entry.DATASYNC, 2 * MILLION, 8)));
    }

    @Test
    void peaksAreTheHighestOfTheKind() {
        RunResult result = run(Job.J1, Entry.DATASYNC, MILLION, 8);
        assertBar(390, Bar.Verdict.AIM_REACHED, bar("highest peak of a fetcher", result));
        assertBar(410, Bar.Verdict.PASSED, bar("highest peak of a loader", result));
    }

    @Test
    void figuresOfJobsWithTheirOwnMeasureCount() {
        assertBar(
                12,
                Bar.Verdict.PASSED,
                bar("J5", run(Job.J5, Entry.DATASYNC, 200_000, 16, Map.of("operationsPerSecond", 12.0))));
        assertBar(
                2.5,
                Bar.Verdict.FAILED,
                bar("J6", run(Job.J6, Entry.DATASYNC, 1000, 1, Map.of("p95Seconds", 2.5, "p50Seconds", 1.0))));
    }
}
