package io.datasync.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher's search for a Java. */
class FindJavaTest {
    private static final Path SCRIPT = Path.of("..", "deploy", "launcher", "find-java.sh");
    private static final String JAVA_HOME = System.getProperty("java.home");

    @Test
    void takesTheJavaOfJavaHomeWhateverOptionsTheProgramIsToHave() throws IOException, InterruptedException {
        String found = JAVA_HOME + "/bin/java " + Runtime.version().feature();
        assertEquals(found, found(Map.of("JAVA_HOME", JAVA_HOME)));
        assertEquals(
                found,
                found(Map.of(
                        "JAVA_HOME",
                        JAVA_HOME,
                        "JDK_JAVA_OPTIONS",
                        "-XX:+NoSuchOption",
                        "JAVA_TOOL_OPTIONS",
                        "-Xnone")));
    }

    private static String found(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". " + SCRIPT + " && echo $JAVA $JAVA_VERSION");
        shell.environment().putAll(environment);
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}
