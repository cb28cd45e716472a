package io.datasync.reliability;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What time a process believes it is. A wrong one is made by Debian's package libfaketime, where that is installed. */
enum ProcessClock {
    RIGHT(""),
    AN_HOUR_AHEAD("+3600"),
    AN_HOUR_BEHIND("-3600");

    private static final Optional<Path> LIBRARY = List.of("x86_64-linux-gnu", "aarch64-linux-gnu").stream()
            .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
            .filter(Files::exists)
            .findFirst();

    private final String offset;

    ProcessClock(String offset) {
        this.offset = offset;
    }

    static boolean mayBeWrong() {
        return LIBRARY.isPresent();
    }

    /** What a process with this clock is started with; the clock by which it waits stays as it is. */
    Map<String, String> environment() {
        return this == RIGHT
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD",
                        LIBRARY.orElseThrow().toString(),
                        "FAKETIME",
                        offset,
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1");
    }
}
