package io.datasync.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
    private static final String STAT =
            "%d (post) gres: x) S %d 42 42 0 -1 4194560 900 0 0 0 250 50 1000 234 20 0 1 0 100 1000 10 18446744073709551615";

    private static final String STATUS = """
            Name:\tjava
            VmHWM:\t  524288 kB
            VmRSS:\t  262144 kB
            RssAnon:\t  131072 kB
            RssFile:\t    1024 kB
            RssShmem:\t   65536 kB
            Threads:\t3
            """;

    @TempDir
    private Path proc = Path.of("");

    private ProcessFiles files() {
        return new ProcessFiles(proc);
    }

    private void process(long pid, long parent) throws IOException {
        Path directory = Files.createDirectory(proc.resolve(Long.toString(pid)));
        Files.writeString(directory.resolve("stat"), STAT.formatted(pid, parent));
        Files.writeString(directory.resolve("status"), STATUS);
    }

    @Test
    void timesAreReadBehindANameWithBracketsAndBlanks() throws IOException {
        process(7, 1);
        assertEquals(Optional.of(new ProcessStat(7, 1, 3.0, 12.34)), files().stat(7));
    }

    @Test
    void memoryIsReadInMegabytes() throws IOException {
        process(7, 1);
        assertEquals(Optional.of(new ProcessMemory(512, 128, 64)), files().memory(7));
    }

    @Test
    void aProcessThatHasEndedHasNothing() {
        assertTrue(files().stat(7).isEmpty());
        assertTrue(files().memory(7).isEmpty());
    }

    @Test
    void childrenAreThoseOfTheParent() throws IOException {
        process(7, 1);
        process(8, 7);
        process(9, 7);
        process(10, 8);
        assertEquals(
                List.of(8L, 9L),
                files().children(7).stream().map(ProcessStat::pid).sorted().toList());
    }

    @Test
    void aLineOfAnotherFormIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProcessStat.parse("7 postgres S 1"));
    }

    @Test
    void thePeakOfThisProcessIsReset() {
        ProcessFiles real = ProcessFiles.ofThisMachine();
        real.resetPeak(ProcessHandle.current().pid());
        assertTrue(real.memory(ProcessHandle.current().pid()).orElseThrow().peakMb() > 1);
    }
}
