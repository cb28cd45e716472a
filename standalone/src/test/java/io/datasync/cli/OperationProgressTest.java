package io.datasync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationProgressTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalAnOperationIsOneLineWhenItEnds() {
        try (OperationProgress progress = new OperationProgress(out, false)) {
            progress.accept(state("Item", Phase.LOADING, 2000, 1000));
            progress.accept(state("Item", Phase.SUCCEEDED, 2000, 2000));
        }
        assertEquals("  Item                MASS   2,000 rows in 1.5 s\n", output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFailureIsNamedWithItsCodeAndMessage() {
        OperationError error = new OperationError(ErrorCode.TARGET_MISMATCH, "No column Grade", "CHECK");
        try (OperationProgress progress = new OperationProgress(out, false)) {
            progress.accept(state("Lot", Phase.FAILED, 0, 0, error));
        }
        assertEquals(
                "  Lot                 MASS   failed with TARGET_MISMATCH: No column Grade\n",
                output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void onATerminalEveryRunningOperationHasABar() {
        try (OperationProgress progress = new OperationProgress(out, true)) {
            progress.accept(state("WorkOrderComponent", Phase.FETCHING, 0, 0));
            progress.accept(state("Item", Phase.LOADING, 2000, 1000));
            progress.accept(state("WorkOrderComponent", Phase.FETCHING, 50_000, 0));
            assertEquals(
                    List.of(
                            "  WorkOrderComponent  MASS   [................] 0 of 50,000 rows, fetching",
                            "  Item                MASS   [########........] 1,000 of 2,000 rows, loading"),
                    screen());
        }
    }

    @Test
    void anEndedOperationStaysAboveTheBarsThatAreLeft() {
        try (OperationProgress progress = new OperationProgress(out, true)) {
            progress.accept(state("Lot", Phase.LOADING, 100, 0));
            progress.accept(state("Item", Phase.LOADING, 2000, 0));
            progress.accept(state("Lot", Phase.SUCCEEDED, 100, 100));
            assertEquals(
                    List.of(
                            "  Lot                 MASS   100 rows in 1.5 s",
                            "  Item                MASS   [................] 0 of 2,000 rows, loading"),
                    screen());
        }
        assertEquals(List.of("  Lot                 MASS   100 rows in 1.5 s"), screen());
    }

    private static OperationState state(String table, Phase phase, long fetched, long loading) {
        return state(table, phase, fetched, loading, null);
    }

    private static OperationState state(
            String table, Phase phase, long fetched, long loading, @Nullable OperationError error) {
        Operation operation = new Operation(table + "-1", table, "JDE", UpdateType.MASS, null, START);
        Instant now = START.plusMillis(1500);
        SliceState slice = new SliceState("a", List.of(), false, List.of(), fetched, 0, false, null, loading);
        return new OperationState(
                new OperationOpened(operation, START, 1, 0, true, null),
                phase,
                now,
                phase.isFinal() ? now : null,
                null,
                false,
                false,
                false,
                false,
                List.of(slice),
                error);
    }

    /** What a terminal shows after all that was written; knows only what is used. */
    private List<String> screen() {
        List<String> lines = new ArrayList<>(List.of(""));
        int line = 0;
        String written = output.toString(StandardCharsets.UTF_8);
        for (int i = 0; i < written.length(); i++) {
            char character = written.charAt(i);
            if (character == '\033') {
                i += 2;
                line -= written.charAt(i) == 'F' ? 1 : 0;
                if (written.charAt(i) == 'F') {
                    lines.set(line, "");
                } else if (written.charAt(i) == 'J') {
                    lines = new ArrayList<>(lines.subList(0, line));
                    lines.add("");
                }
            } else if (character == '\n') {
                line++;
                if (line == lines.size()) {
                    lines.add("");
                }
            } else {
                lines.set(line, lines.get(line) + character);
            }
        }
        return lines.subList(0, line);
    }
}
