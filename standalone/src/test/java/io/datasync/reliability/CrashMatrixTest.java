package io.datasync.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.embedded.TestKafka;
import io.datasync.lifecycle.Failpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at a named place and another one is started. One place in each build; all of them, and the table in
 * {@code docs/reliability.md}, with {@code -Dreliability.matrix=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTest {
    private static final String TABLE_BEGINS = "<!-- crash matrix: written by CrashMatrixTest -->";
    private static final String TABLE_ENDS = "<!-- end of the crash matrix -->";

    private final List<String> table = new ArrayList<>();

    @TempDir
    Path directory;

    /** A process of that role dies when it passes the failpoint. */
    record Cell(Role role, Failpoint failpoint, Update update) {
        @Override
        public String toString() {
            return role + " dies at " + failpoint + ", " + update;
        }
    }

    private static boolean isWhole() {
        return Boolean.getBoolean("reliability.matrix");
    }

    static Stream<Cell> cells() {
        return isWhole()
                ? Stream.of(Update.values()).flatMap(CrashMatrixTest::cells)
                : Stream.of(new Cell(Role.SCHEDULER, Failpoint.OUTCOME_KNOWN, Update.INCREMENTAL));
    }

    private static Stream<Cell> cells(Update update) {
        List<Cell> cells = new ArrayList<>();
        add(
                cells,
                update,
                Role.SCHEDULER,
                Failpoint.LOG_ROW_WRITTEN,
                Failpoint.OPENING_PUBLISHED,
                Failpoint.TASK_PUBLISHED,
                Failpoint.EVENT_DECIDED,
                Failpoint.OUTCOME_KNOWN);
        add(
                cells,
                update,
                Role.FETCHER,
                Failpoint.CHUNK_SENT,
                Failpoint.BATCH_DURABLE,
                Failpoint.BATCH_ANNOUNCED,
                Failpoint.TASK_DONE,
                Failpoint.TASK_ACKNOWLEDGED);
        add(
                cells,
                update,
                Role.LOADER,
                Failpoint.CHUNK_LOADED,
                Failpoint.BATCH_UNCOMMITTED,
                Failpoint.BATCH_COMMITTED,
                Failpoint.FINISH_UNCOMMITTED,
                Failpoint.FINISH_COMMITTED,
                Failpoint.TASK_DONE,
                Failpoint.TASK_ACKNOWLEDGED);
        if (update != Update.INCREMENTAL) {
            add(cells, update, Role.LOADER, Failpoint.PREPARE_UNCOMMITTED, Failpoint.PREPARE_COMMITTED);
        }
        return cells.stream();
    }

    private static void add(List<Cell> cells, Update update, Role role, Failpoint... failpoints) {
        for (Failpoint failpoint : failpoints) {
            cells.add(new Cell(role, failpoint, update));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void nothingIsLostOrDoubled(Cell cell) throws IOException {
        Path logs = Files.createTempDirectory(directory, "cell");
        try (Installation installation = new Installation(List.of(cell.update()), TestKafka.bootstrapServers(), logs)) {
            installation.start(1);
            installation.stop(cell.role());
            WorkerProcess victim =
                    installation.start(cell.role(), cell.failpoint().option());
            installation.changeSource();
            assertEquals(Failpoint.EXIT_CODE, victim.awaitEnd());
            long died = System.nanoTime();
            installation.forget(victim);
            List<String> open = installation.open();
            installation.start(cell.role());
            String outcome = open.isEmpty() ? "none was open" : installation.outcome(open.get(0));
            installation.awaitCopied();
            long milliseconds = (System.nanoTime() - died) / 1_000_000;
            installation.assertTidy();
            table.add(String.format(
                    Locale.ROOT,
                    "| %s | `%s` | %s | %s | %.1f s |",
                    cell.role(),
                    cell.failpoint(),
                    cell.update(),
                    outcome,
                    milliseconds / 1_000.0));
        }
    }

    /** All cells stand in the document, or nothing is changed. */
    @AfterAll
    void writeTable() throws IOException {
        if (!isWhole() || table.size() < cells().count()) {
            return;
        }
        Path file = Path.of("..", "docs", "reliability.md");
        String text = Files.readString(file);
        int begin = text.indexOf(TABLE_BEGINS) + TABLE_BEGINS.length();
        String header = "\n\n| dies | at | update | the open operation | back in step after |\n|---|---|---|---|---|\n";
        Files.writeString(
                file,
                text.substring(0, begin) + header + String.join("\n", table) + "\n\n"
                        + text.substring(text.indexOf(TABLE_ENDS)));
    }
}
