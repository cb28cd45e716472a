package io.datasync.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;

/** Runs the benchmark. */
public final class BenchMain {
    private static final String MICRO = "micro";

    private BenchMain() {}

    /**
     * Exits with 0 if every copy was right, with 1 if one was not, with 2 if the command line is wrong. With {@code micro} as
     * the first argument it runs the microbenchmarks instead, and the others are JMH's.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals(MICRO)) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
