package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.OperationWatch;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.tick.Opened;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts operations one after the other, within the caps, and follows them to their end if that is wanted. */
final class StartedOperations implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final Duration HINT_AFTER = Duration.ofSeconds(30);

    private final boolean wait;
    private final Runnable serversCheck;
    private final PrintStream out;
    private final OperationProgress progress = new OperationProgress();
    private final Set<String> followed = ConcurrentHashMap.newKeySet();
    private final OperationWatch watch;
    private final RunUntilStopped loop;

    /** @param serversCheck fails if the end can't be learnt any more from the servers of the configuration */
    StartedOperations(DataSyncConfig config, boolean wait, Runnable serversCheck) {
        this(config, wait, serversCheck, System.out);
    }

    /** @param out where it says what was started */
    StartedOperations(DataSyncConfig config, boolean wait, Runnable serversCheck, PrintStream out) {
        this.wait = wait;
        this.serversCheck = serversCheck;
        this.out = out;
        KafkaClients clients = new KafkaClients(config.kafka());
        Topics topics = new Topics(config.kafka().topicPrefix());
        this.watch = new OperationWatch(clients.consumer("datasync-follow", ""), topics, this::show);
        this.loop = RunUntilStopped.start("follow", watch, Duration.ZERO, STOP_TIMEOUT);
    }

    private void show(OperationState state) {
        if (wait && followed.contains(state.operation().operationId())) {
            progress.accept(state);
        }
    }

    /**
     * Starts what is to be started.
     *
     * @return the command's exit code: whether all were started and, if they were waited for, succeeded
     */
    int start(List<Supplier<Opened>> starts) throws InterruptedException {
        boolean allWell = true;
        List<String> started = new ArrayList<>();
        for (Supplier<Opened> start : starts) {
            Opened opened = startInTurn(start);
            String id = opened.operation().operationId();
            if (opened.result() == OpenResult.OPENED) {
                started.add(id);
                followed.add(id);
                String line = "Started " + opened.operation().tableName() + " "
                        + opened.operation().updateType() + " " + id;
                progress.print(out, line);
            } else {
                allWell = false;
                progress.print(
                        System.err, opened.operation().tableName() + " was not started: " + reason(opened.result()));
            }
        }
        if (wait) {
            for (String id : started) {
                allWell &= succeeded(id);
            }
        }
        return allWell ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** Waits for a place under the caps, and for the table's turn, if the end is to be waited for anyway. */
    private Opened startInTurn(Supplier<Opened> start) throws InterruptedException {
        while (true) {
            Opened opened = start.get();
            if (opened.result() == OpenResult.OPENED || !wait) {
                return opened;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private boolean succeeded(String operationId) throws InterruptedException {
        long hintAt = System.nanoTime() + HINT_AFTER.toNanos();
        boolean hinted = false;
        while (!watch.hasEnded(operationId)) {
            serversCheck.run();
            if (!hinted
                    && System.nanoTime() > hintAt
                    && watch.state(operationId).isEmpty()) {
                hinted = true;
                progress.print(System.err, "No scheduler has taken up " + operationId + " yet; is one running?");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return watch.state(operationId)
                .filter(state -> state.phase() == OperationState.Phase.SUCCEEDED)
                .isPresent();
    }

    private static String reason(OpenResult result) {
        return switch (result) {
            case OPENED -> "it was";
            case TABLE_BUSY -> "another operation of the table is open; --wait waits for its end";
            case CAP_REACHED -> "datasync.maxDegreeOfParallelism operations are open; --wait waits for a place";
            case SOURCE_CAP_REACHED -> "its source's maxOpenOperations are open; --wait waits for a place";
        };
    }

    @Override
    public void close() {
        loop.close();
        watch.close();
        progress.close();
    }
}
