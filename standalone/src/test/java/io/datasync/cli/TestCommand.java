package io.datasync.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * A command as a person runs it, with what it printed.
 *
 * @param code exit code
 */
public record TestCommand(int code, String out, String err) {
    public static TestCommand run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        try (PrintStream newOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream newErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setOut(newOut);
            System.setErr(newErr);
            CommandLine commands = DataSyncMain.commandLine()
                    .setOut(new PrintWriter(newOut, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(newErr, true, StandardCharsets.UTF_8));
            int code = commands.execute(arguments);
            return new TestCommand(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}
