package io.datasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The temporary directory of a sitting. Ctrl-C and SIGTERM interrupt the thread that made it, and give it time to end what
 * it has started.
 */
final class BenchDirectory implements AutoCloseable {
    private static final long MOST_SECONDS = 120;

    private final Path path;
    private final boolean keep;
    private final CountDownLatch cleanedUp = new CountDownLatch(1);

    private BenchDirectory(Path path, boolean keep) {
        this.path = path;
        this.keep = keep;
    }

    /** @param keep whether it stays at the end */
    static BenchDirectory create(boolean keep) throws IOException {
        BenchDirectory directory = new BenchDirectory(Files.createTempDirectory("datasync-bench"), keep);
        Thread sitting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> directory.awaitCleanUp(sitting), "clean-up"));
        return directory;
    }

    Path path() {
        return path;
    }

    private void awaitCleanUp(Thread sitting) {
        if (cleanedUp.getCount() == 0) {
            return;
        }
        System.err.println("Stopping ...");
        sitting.interrupt();
        try {
            if (!cleanedUp.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Some processes or files may be left; see " + path);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (keep) {
                System.err.println("Data and logs are in " + path);
            } else {
                delete(path);
            }
        } finally {
            cleanedUp.countDown();
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(tree)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
