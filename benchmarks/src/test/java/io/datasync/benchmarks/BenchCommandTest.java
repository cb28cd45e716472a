package io.datasync.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--competitors, foo, 'foo is none of floor, datasync, standalone, connect'",
        "--rows, '10,-5', -5 is no number of rows",
        "--rows, 0, 0 is no number of rows",
        "--runs, 0, 0 is no number of runs",
        "--warm-up-seconds, -1, -1 is less than 0",
        "--warm-up-rows, 0, 0 is no number of rows",
        "--slices, some, 'some is neither a number, from 1, nor auto'",
        "--slices, 0, '0 is neither a number, from 1, nor auto'",
        "--fetchers, 0, 0 is no number of processes",
        "--loaders, -1, -1 is no number of processes",
        "--json, /nowhere/b.json, is no file in a directory that is there",
        "--report, /nowhere/b.md, is no file in a directory that is there",
        "--report, /, is no file in a directory that is there"
    })
    void aWrongOptionIsRefusedBeforeAnythingStarts(String option, String value, String reason) {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(errors))
                .execute(option, value);
        assertEquals(CommandLine.ExitCode.USAGE, code);
        assertTrue(errors.toString().startsWith(option + ": "), errors.toString());
        assertTrue(errors.toString().contains(reason), errors.toString());
    }
}
