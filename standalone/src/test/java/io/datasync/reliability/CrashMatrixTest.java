package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.KafkaConfig;
import io.datasync.embedded.TestKafka;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.SliceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at a named place, and the others or another one finish its work. One place in each build; all of them, and the
 * table in {@code docs/reliability.md}, with {@code -Dreliability.matrix=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTest {
    private static final String TABLE_BEGINS = "<!-- crash matrix: written by CrashMatrixTest -->";
    private static final String TABLE_ENDS = "<!-- end of the crash matrix -->";

    /** What a process has to do comes sooner, unless it all goes to its twin. */
    private static final Duration MAY_SURVIVE = Duration.ofSeconds(40);

    private static final int ATTEMPTS = 5;

    private final List<String> table = new ArrayList<>();

    @TempDir
    Path directory;

    /** Who goes on with the work of the dead process. */
    enum Heir {
        /** One that is started in its place; a task is its own for three seconds. */
        A_NEW_PROCESS(1, Duration.ofSeconds(3), Duration.ofSeconds(20)),
        /** Its twin; a task is its own for as long as the default says. */
        THE_SURVIVORS(2, KafkaConfig.DEFAULT_LOCK_DURATION, Duration.ofSeconds(45));

        private final int ofEachRole;
        private final Duration lock;
        private final Duration staleAfter;

        Heir(int ofEachRole, Duration lock, Duration staleAfter) {
            this.ofEachRole = ofEachRole;
            this.lock = lock;
            this.staleAfter = staleAfter;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A process of that role dies when it passes the failpoint. */
    record Cell(Role role, Failpoint failpoint) {
        @Override
        public String toString() {
            return role + " dies at " + failpoint;
        }
    }

    /** Cells that one installation goes through. */
    record Row(Heir heir, Update update, List<Cell> cells) {
        @Override
        public String toString() {
            return update + ", " + heir + ", " + cells;
        }
    }

    private static boolean isWhole() {
        return Boolean.getBoolean("reliability.matrix");
    }

    static Stream<Row> rows() {
        return isWhole()
                ? Stream.of(Heir.values())
                        .flatMap(heir -> Stream.of(Update.values()).map(update -> new Row(heir, update, cells(update))))
                : Stream.of(new Row(
                        Heir.A_NEW_PROCESS,
                        Update.INCREMENTAL,
                        List.of(new Cell(Role.SCHEDULER, Failpoint.OUTCOME_KNOWN))));
    }

    private static List<Cell> cells(Update update) {
        List<Cell> cells = new ArrayList<>();
        add(
                cells,
                Role.SCHEDULER,
                Failpoint.LOG_ROW_WRITTEN,
                Failpoint.OPENING_PUBLISHED,
                Failpoint.TASK_PUBLISHED,
                Failpoint.EVENT_DECIDED,
                Failpoint.OUTCOME_KNOWN);
        add(
                cells,
                Role.FETCHER,
                Failpoint.CHUNK_SENT,
                Failpoint.BATCH_DURABLE,
                Failpoint.BATCH_ANNOUNCED,
                Failpoint.TASK_DONE,
                Failpoint.TASK_ACKNOWLEDGED);
        add(
                cells,
                Role.LOADER,
                Failpoint.CHUNK_LOADED,
                Failpoint.BATCH_UNCOMMITTED,
                Failpoint.BATCH_COMMITTED,
                Failpoint.FINISH_UNCOMMITTED,
                Failpoint.FINISH_COMMITTED,
                Failpoint.TASK_DONE,
                Failpoint.TASK_ACKNOWLEDGED);
        if (update != Update.INCREMENTAL) {
            add(cells, Role.LOADER, Failpoint.PREPARE_UNCOMMITTED, Failpoint.PREPARE_COMMITTED);
        }
        return cells;
    }

    private static void add(List<Cell> cells, Role role, Failpoint... failpoints) {
        for (Failpoint failpoint : failpoints) {
            cells.add(new Cell(role, failpoint));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void nothingIsLostOrDoubled(Row row) throws IOException {
        Path logs = Files.createTempDirectory(directory, "row");
        try (Installation installation = new Installation(List.of(row.update()), logs)) {
            installation.timing(row.heir().lock, row.heir().staleAfter, TestKafka.bootstrapServers());
            installation.start(row.heir().ofEachRole);
            for (Cell cell : row.cells()) {
                try {
                    dies(installation, row, cell);
                } catch (RuntimeException | AssertionError failure) {
                    throw new AssertionError(cell.toString(), failure);
                }
            }
            installation.assertTidy();
        }
    }

    private void dies(Installation installation, Row row, Cell cell) {
        RoleProcess twin = installation.process(cell.role());
        twin.stop();
        installation.forget(twin);
        killed(installation, cell);
        long died = System.nanoTime();
        List<String> open = installation.open();
        if (row.heir() == Heir.A_NEW_PROCESS) {
            installation.start(cell.role());
        }
        String outcome = open.isEmpty() ? "none was open" : installation.outcome(open.get(0));
        installation.awaitCopied();
        long milliseconds = (System.nanoTime() - died) / 1_000_000;
        if (row.heir() == Heir.THE_SURVIVORS) {
            installation.start(cell.role()).awaitRunning();
        }
        String again = open.isEmpty() || cell.role() != Role.FETCHER
                ? ""
                : readAgain(installation.state(open.get(0)).slices());
        table.add(String.format(
                Locale.ROOT,
                "| %s | `%s` | %s | %s | %s | %s | %.1f s |",
                cell.role(),
                cell.failpoint(),
                row.update(),
                row.heir(),
                outcome,
                again,
                milliseconds / 1_000.0));
        System.out.println(table.get(table.size() - 1));
    }

    /** Changes the source until the process that is to die has had something to do. */
    private static void killed(Installation installation, Cell cell) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RoleProcess victim =
                    installation.start(cell.role(), cell.failpoint().option());
            try {
                await().pollInterval(Duration.ofSeconds(2)).atMost(MAY_SURVIVE).until(() -> {
                    installation.changeSource();
                    return !victim.isAlive();
                });
                assertEquals(Failpoint.EXIT_CODE, victim.awaitEnd());
                installation.forget(victim);
                return;
            } catch (ConditionTimeoutException allWentToItsTwin) {
                victim.stop();
                installation.forget(victim);
            }
        }
        throw new AssertionError(cell + " did not happen");
    }

    /** A fetcher takes no more slices along than it had in work. */
    private static String readAgain(List<SliceState> slices) {
        long again = slices.stream()
                .filter(slice -> !slice.formerAttempts().isEmpty())
                .count();
        assertTrue(slices.size() < 6 || again < slices.size(), again + " of " + slices.size());
        return again + " of " + slices.size();
    }

    /** All cells stand in the document, or nothing is changed. */
    @AfterAll
    void writeTable() throws IOException {
        if (!isWhole()
                || table.size() < rows().mapToInt(row -> row.cells().size()).sum()) {
            return;
        }
        Path file = Path.of("..", "docs", "reliability.md");
        String text = Files.readString(file);
        int begin = text.indexOf(TABLE_BEGINS) + TABLE_BEGINS.length();
        String header = """

                | dies | at | update | goes on | the open operation | slices read again | back in step after |
                |---|---|---|---|---|---|---|
                """;
        Files.writeString(
                file,
                text.substring(0, begin) + "\n" + header + String.join("\n", table) + "\n\n"
                        + text.substring(text.indexOf(TABLE_ENDS)));
    }
}
