package io.datasync.benchmarks;

import picocli.CommandLine;

/** Runs the benchmark. */
public final class BenchMain {
    private BenchMain() {}

    /** Exits with 0 if every copy was right, with 1 if one was not, with 2 if the command line is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
