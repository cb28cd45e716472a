package io.datasync.loader.postprocessor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostProcessorTypesTest {
    private final PostProcessorTypes types = new PostProcessorTypes();

    private static TableConfig table(String postProcessor, String... statements) {
        return TestingTable.named("lot", "id")
                .postProcessor(postProcessor, statements)
                .build();
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
