package io.datasync.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the launchers of the processes are. */
record Distributions(Path root) {
    String scheduler() {
        return launcher("scheduler", "datasync-scheduler");
    }

    String fetcher() {
        return launcher("fetcher-worker", "datasync-fetcher");
    }

    String loader() {
        return launcher("loader-worker", "datasync-loader");
    }

    String standalone() {
        return launcher("standalone", "datasync");
    }

    String connect() {
        return launcher("benchmarks-connect", "connect-bench");
    }

    private String launcher(String module, String name) {
        Path launcher = root.resolve(module).resolve("target/distribution/bin").resolve(name);
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException(launcher + " is not built; run the benchmark by ./datasync bench");
        }
        return launcher.toString();
    }
}
