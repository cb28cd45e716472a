package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process dies at a named place, and the others or another one finish its work. One place in each build; all of them, and the
 * tables in {@code docs/reliability.md}, with {@code -Dreliability.matrix=a_new_process,the_survivors}, or one of the two.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTest {
    private static final Logger log = LoggerFactory.getLogger(CrashMatrixTest.class);

    private static final String HEADER = """

            | dies | at | update | the open operation | slices read again | back in step after |
            |---|---|---|---|---|---|
            """;

    /** What a process has to do comes sooner, unless it all goes to its twin. */
    private static final Duration MAY_SURVIVE = Duration.ofMinutes(1);

    private static final int ATTEMPTS = 5;

    private final Map<Heir, List<String>> tables = new EnumMap<>(Heir.class);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** Who goes on with the work of the dead process. */
    enum Heir {
        /** One that is started in its place; a task is its own for three seconds. */
        A_NEW_PROCESS(1, Duration.ofSeconds(3), Duration.ofSeconds(45)),
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

    static Stream<Row> rows() {
        String wanted = System.getProperty("reliability.matrix");
        return wanted == null
                ? Stream.of(new Row(
                        Heir.A_NEW_PROCESS,
                        Update.INCREMENTAL,
                        List.of(new Cell(Role.SCHEDULER, Failpoint.OUTCOME_KNOWN))))
                : Stream.of(wanted.toUpperCase(Locale.ROOT).split(",", -1))
                        .map(Heir::valueOf)
                        .flatMap(CrashMatrixTest::rows);
    }

    private static Stream<Row> rows(Heir heir) {
        return Stream.of(Update.values()).map(update -> new Row(heir, update, cells(update)));
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
        long died = killed(installation, cell);
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
        String line = String.format(
                Locale.ROOT,
                "| %s | `%s` | %s | %s | %s | %.1f s |",
                cell.role(),
                cell.failpoint(),
                row.update(),
                outcome,
                again,
                milliseconds / 1_000.0);
        log.info(line);
        tables.computeIfAbsent(row.heir(), heir -> new ArrayList<>()).add(line);
    }

    /** Changes the source until the process that is to die has had something to do; when it died. */
    private static long killed(Installation installation, Cell cell) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RoleProcess victim =
                    installation.start(cell.role(), cell.failpoint().option());
            // A scheduler that runs is always the first to open what is due.
            List<RoleProcess> twins = cell.role() == Role.SCHEDULER ? installation.twins(victim) : List.of();
            twins.forEach(RoleProcess::freeze);
            try {
                await().pollInterval(Duration.ofSeconds(2)).atMost(MAY_SURVIVE).until(() -> {
                    installation.changeSource();
                    return !victim.isAlive();
                });
            } catch (ConditionTimeoutException allWentToItsTwin) {
                victim.terminate();
            } finally {
                twins.forEach(RoleProcess::resume);
            }
            installation.forget(victim);
            if (victim.awaitEnd() == Failpoint.EXIT_CODE) {
                return victim.endedAt();
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

    /** All cells of an heir stand in the document, or nothing is changed. */
    @AfterAll
    void writeTables() throws IOException {
        Path file = Path.of("..", "docs", "reliability.md");
        for (Map.Entry<Heir, List<String>> table : tables.entrySet()) {
            Heir heir = table.getKey();
            if (table.getValue().size()
                    < rows(heir).mapToInt(row -> row.cells().size()).sum()) {
                continue;
            }
            String text = Files.readString(file);
            String begin = "<!-- " + heir + ": written by CrashMatrixTest -->";
            Files.writeString(
                    file,
                    text.substring(0, text.indexOf(begin) + begin.length()) + "\n" + HEADER
                            + String.join("\n", table.getValue()) + "\n\n"
                            + text.substring(text.indexOf("<!-- end: " + heir + " -->")));
        }
    }
}
