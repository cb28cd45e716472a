package io.datasync.loader.postprocessor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PostProcessorTypesTest {
    private final PostProcessorTypes types = new PostProcessorTypes();

    private static TableConfig table(String postProcessor, String... statements) {
        return new TableConfig(
                "lot",
                "erp",
                "sample",
                true,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of("id"),
                Optional.empty(),
                OptionalInt.empty(),
                postProcessor,
                List.of(statements),
                MassSchedule.OFF,
                Schedule.DAILY_OFF,
                Schedule.HOURLY_OFF);
    }

    @Test
    void aSoundTableHasNoProblems() {
        assertEquals(List.of(), types.problems(table("none")));
        assertEquals(List.of(), types.problems(table("sql", "SELECT 1")));
    }

    @Test
    void sqlNeedsStatementsAndNoneTakesNone() {
        assertEquals(1, types.problems(table("sql")).size());
        assertEquals(1, types.problems(table("sql", " ")).size());
        assertEquals(1, types.problems(table("none", "SELECT 1")).size());
    }

    @Test
    void anUnknownTypeIsAProblemThatNamesTheKnownOnes() {
        TableConfig table = table("sqll");
        String problem = types.problems(table).get(0);
        assertTrue(problem.contains("'sqll'") && problem.contains("none, sql"), problem);
        DataSyncException failure = assertThrows(DataSyncException.class, () -> types.create(table));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
    }
}
