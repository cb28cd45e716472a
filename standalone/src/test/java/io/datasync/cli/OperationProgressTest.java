package io.datasync.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationProgressTest {
    private static final int COLUMNS = 99;
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalAnOperationIsOneLineWhenItEnds() {
        try (OperationProgress progress = new OperationProgress(out, 0)) {
            progress.accept(state("Item", Phase.LOADING, 2000, 1000));
            progress.accept(state("Item", Phase.SUCCEEDED, 2000, 2000));
            progress.accept(state("Lot", Phase.SUCCEEDED, 1, 1));
        }
        assertEquals(
                "  Item                MASS   2,000 rows in 1.5 s\n  Lot                 MASS   1 row in 1.5 s\n",
                output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFailureIsNamedWithItsCodeAndMessage() {
        OperationError error = new OperationError(ErrorCode.TARGET_MISMATCH, "No column Grade", "CHECK");
        try (OperationProgress progress = new OperationProgress(out, 0)) {
            progress.accept(state("Lot", Phase.FAILED, 0, 0, error));
        }
        assertEquals(
                "  Lot                 MASS   failed with TARGET_MISMATCH: No column Grade\n",
                output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void onATerminalEveryRunningOperationHasABar() {
        try (OperationProgress progress = new OperationProgress(out, COLUMNS)) {
            progress.accept(state("WorkOrderComponent", Phase.FETCHING, 0, 0));
            awaitLines(1);
            progress.accept(state("Item", Phase.LOADING, 2000, 1000));
            progress.accept(state("WorkOrderComponent", Phase.LOADING, 50_000, 10_000));
            await().untilAsserted(() -> {
                List<String> screen = screen();
                assertEquals(2, screen.size());
                assertTrue(
                        screen.get(0)
                                .matches("  WorkOrderComponent  MASS {4}20% \\[=+>? *] 10000/50000 rows .* loading"),
                        screen.get(0));
                assertTrue(
                        screen.get(1).matches("  Item                MASS {4}50% \\[=+>? *] 1000/2000 rows .* loading"),
                        screen.get(1));
            });
        }
    }

    @Test
    void aBarBecomesALineThatSaysHowItsOperationEnded() {
        try (OperationProgress progress = new OperationProgress(out, COLUMNS)) {
            progress.accept(state("Lot", Phase.LOADING, 100, 0));
            awaitLines(1);
            progress.accept(state("Item", Phase.LOADING, 2000, 0));
            awaitLines(2);
            progress.accept(state("Lot", Phase.SUCCEEDED, 100, 100));
            progress.accept(state("Item", Phase.SUCCEEDED, 2000, 2000));
            assertEquals(
                    List.of(
                            "  Lot                 MASS   100 rows in 1.5 s",
                            "  Item                MASS   2,000 rows in 1.5 s"),
                    screen());
        }
    }

    @Test
    void aFailureThatIsTooLongForItsLineIsShownInFullBelow() {
        OperationError error =
                new OperationError(ErrorCode.TARGET_MISMATCH, "No column " + "Grade".repeat(16), "CHECK");
        try (OperationProgress progress = new OperationProgress(out, COLUMNS)) {
            progress.accept(state("Lot", Phase.LOADING, 0, 0));
            awaitLines(1);
            progress.accept(state("Item", Phase.LOADING, 0, 0));
            awaitLines(2);
            progress.accept(state("Lot", Phase.FAILED, 0, 0, error));
            String full = "  Lot                 MASS   failed with TARGET_MISMATCH: No column " + "Grade".repeat(16);
            List<String> screen = screen();
            assertEquals(full.substring(0, COLUMNS), screen.get(0));
            assertTrue(screen.get(1).startsWith("  Item "), screen.get(1));
            assertEquals(full, screen.get(2) + screen.get(3));
        }
    }

    @Test
    void linesOfTextGoBelowTheBarsAndTheBarsStayWhereTheyAre() {
        ByteArrayOutputStream elsewhere = new ByteArrayOutputStream();
        PrintStream plain = new PrintStream(elsewhere, true, StandardCharsets.UTF_8);
        try (OperationProgress progress = new OperationProgress(out, COLUMNS)) {
            progress.print(plain, "Started Item");
            progress.accept(state("Item", Phase.LOADING, 2000, 0));
            awaitLines(1);
            progress.print(plain, "Started Lot");
            progress.accept(state("Item", Phase.SUCCEEDED, 2000, 2000));
            assertEquals(List.of("  Item                MASS   2,000 rows in 1.5 s", "Started Lot"), screen());
        }
        assertEquals("Started Item\n", elsewhere.toString(StandardCharsets.UTF_8));
    }

    @Test
    void afterTheEndNothingIsShown() {
        OperationProgress progress = new OperationProgress(out, COLUMNS);
        progress.close();
        progress.accept(state("Item", Phase.LOADING, 2000, 0));
        progress.accept(state("Item", Phase.SUCCEEDED, 2000, 2000));
        assertEquals("", output.toString(StandardCharsets.UTF_8));
    }

    /** The library draws on a thread of its own, and a bar has its line once it was drawn. */
    private void awaitLines(int count) {
        await().until(() -> screen().size() >= count);
    }

    private static OperationState state(String table, Phase phase, long fetched, long loading) {
        return state(table, phase, fetched, loading, null);
    }

    private static OperationState state(
            String table, Phase phase, long fetched, long loading, @Nullable OperationError error) {
        Operation operation = new Operation(table + "-1", table, "JDE", UpdateType.MASS, null, START);
        Instant now = START.plusMillis(1500);
        SliceState slice = new SliceState("a", List.of(), false, List.of(), fetched, 0, false, null, loading, null);
        return new OperationState(
                new OperationOpened(operation, START, 1, 0, true, null, null),
                phase,
                now,
                phase.isFinal() ? now : null,
                null,
                false,
                false,
                false,
                false,
                List.of(slice),
                error,
                null);
    }

    /** What a terminal shows after all that was written, without trailing blanks; knows only what is used. */
    private List<String> screen() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int line = 0;
        int column = 0;
        Matcher written =
                Pattern.compile("\033\\[(\\d+)([AB])|\r|\n|.").matcher(output.toString(StandardCharsets.UTF_8));
        while (written.find()) {
            String token = written.group();
            if (written.group(2) != null) {
                int count = Integer.parseInt(written.group(1));
                line += written.group(2).equals("A") ? -count : count;
            } else if (token.equals("\r")) {
                column = 0;
            } else if (token.equals("\n")) {
                column = 0;
                line++;
                lines.add(new StringBuilder());
            } else {
                lines.get(line).replace(column, ++column, token);
            }
        }
        return lines.subList(0, line).stream()
                .map(shown -> shown.toString().stripTrailing())
                .toList();
    }
}
