package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be seen of the scripts without a SQL Server. */
final class ControlSchemaScriptsTest {
    private static final Pattern CREATED =
            Pattern.compile("(?i)^CREATE (TABLE|VIEW) (?:\\$\\{schema}\\.)?(\\w+)", Pattern.MULTILINE);
    private static final Pattern COLUMN = Pattern.compile("(?m)^ {4}(\\w+) +(?!KEY)[a-z]");

    @Test
    void bothProductsHaveTheSameTablesAndColumns() throws IOException {
        assertEquals(names(CREATED, script("postgresql"), 2), names(CREATED, script("sqlserver"), 2));
        assertEquals(names(COLUMN, script("postgresql"), 1), names(COLUMN, script("sqlserver"), 1));
        assertTrue(names(COLUMN, script("sqlserver"), 1).containsAll(List.of("operationid", "heartbeatdt")));
    }

    /** SQL Server wants CREATE VIEW to be the first statement of its batch, and names no schema by itself. */
    @Test
    void onSqlServerAViewHasABatchOfItsOwnAndEveryNameItsSchema() throws IOException {
        String script = script("sqlserver");
        List<String> batches = List.of(script.split("(?m)^GO\\s*$"));
        for (String batch : batches) {
            String code = batch.replaceAll("(?m)^--.*$", "").strip();
            assertEquals(code.contains("CREATE VIEW") ? 1 : 0, count("CREATE VIEW", code));
            assertTrue(!code.contains("CREATE VIEW") || code.startsWith("CREATE VIEW"), code);
        }
        assertEquals(count("CREATE (TABLE|VIEW) ", script), count("CREATE (TABLE|VIEW) \\$\\{schema}\\.", script));
        assertEquals(count(" (ON|FROM) (?!\\()\\S+", script), count(" (ON|FROM) \\$\\{schema}\\.", script));
    }

    private static int count(String pattern, String text) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    private static Set<String> names(Pattern pattern, String script, int group) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(script);
        while (matcher.find()) {
            names.add(matcher.group(group).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static String script(String product) throws IOException {
        String file = product + "/V1__control_schema.sql";
        try (InputStream content = ControlSchema.class.getResourceAsStream(file)) {
            assertNotNull(content, file);
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
