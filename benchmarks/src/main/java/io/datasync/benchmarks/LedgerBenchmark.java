package io.datasync.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the microbenchmarks are run: in rows a second, each invocation with all rows of {@link ItemLedger}, by one thread, in
 * a JVM with the collector and the heap of fetchers and loaders.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ItemLedger.ROWS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms128m", "-Xmx1g"})
public abstract class LedgerBenchmark {
    /** Throws if a benchmark has not done what it should have. */
    protected static void requireAll(long rows) {
        if (rows != ItemLedger.ROWS) {
            throw new IllegalStateException("There were " + rows + " rows, not " + ItemLedger.ROWS);
        }
    }
}
