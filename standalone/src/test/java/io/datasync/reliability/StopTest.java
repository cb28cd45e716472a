package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.datasync.standalone.TestPipeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loader is told to stop while it waits for a lock that another session holds. */
class StopTest {
    @TempDir
    Path directory;

    @Test
    void aSecondSignalEndsAProcessAtOnceAndItsWorkIsDoneByTheNextOne() throws Exception {
        try (Installation installation = new Installation(List.of(Update.INCREMENTAL), directory)) {
            installation.start(1);
            RoleProcess loader = installation.process(Role.LOADER);
            try (Connection lock =
                    TestPipeline.lock(installation.pipeline().destination(), Update.INCREMENTAL.table())) {
                installation.changeSource();
                awaitWaiting(installation);
                loader.terminate();
                await().atMost(Duration.ofSeconds(30)).until(() -> loader.log().contains("Stopping"));
                // Sent until it is heard: the handler is there a moment after the first one.
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    loader.terminate();
                    return !loader.isAlive();
                });
                lock.rollback();
            }
            assertEquals(143, loader.awaitEnd());
            assertFalse(loader.log().contains("Stopped"), loader.log());
            installation.forget(loader);
            installation.start(Role.LOADER);
            installation.awaitCopied();
            installation.assertTidy();
        }
    }

    private static void awaitWaiting(Installation installation) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !installation
                        .pipeline()
                        .rows("SELECT pid FROM pg_locks WHERE NOT granted AND relation = '" + Update.INCREMENTAL.table()
                                + "'::regclass")
                        .isEmpty());
    }
}
