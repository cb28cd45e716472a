package io.datasync.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code /proc}, which Linux alone has. What is asked of a process that has ended is empty. */
final class ProcessFiles {
    private final Path proc;

    /** @param proc {@code /proc}, but in tests */
    ProcessFiles(Path proc) {
        this.proc = proc;
    }

    /** The real one. */
    static ProcessFiles ofThisMachine() {
        return new ProcessFiles(Path.of("/proc"));
    }

    Optional<ProcessStat> stat(long pid) {
        return text(pid, "stat").map(ProcessStat::parse);
    }

    Optional<ProcessMemory> memory(long pid) {
        return text(pid, "status").map(ProcessMemory::parse);
    }

    /** Has the process' peak begin anew, from what is resident now. */
    void resetPeak(long pid) {
        try {
            Files.writeString(file(pid, "clear_refs"), "5");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot reset the peak of process " + pid, failure);
        }
    }

    /** The stats of the living children of a process. */
    List<ProcessStat> children(long parent) {
        List<ProcessStat> children = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                stat(Long.parseLong(process.getFileName().toString()))
                        .filter(stat -> stat.parent() == parent)
                        .ifPresent(children::add);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + proc, failure);
        }
        return children;
    }

    /** A process may end between the opening and the reading of its file, which then fails too. */
    private Optional<String> text(long pid, String name) {
        try {
            return Optional.of(Files.readString(file(pid, name)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private Path file(long pid, String name) {
        return proc.resolve(Long.toString(pid)).resolve(name);
    }
}
