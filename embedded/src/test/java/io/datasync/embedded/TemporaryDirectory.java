package io.datasync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;

/** A directory for what lives as long as the JVM. */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    /** Makes a directory; when the JVM ends, closes what uses it and deletes it. */
    static <T extends AutoCloseable> T forTheLifeOfTheJvm(String prefix, Function<Path, T> start) {
        Path directory;
        try {
            directory = Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        T running = start.apply(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAndDelete(running, directory), prefix + "closer"));
        return running;
    }

    private static void closeAndDelete(AutoCloseable running, Path directory) {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("Could not close what uses " + directory, e);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
