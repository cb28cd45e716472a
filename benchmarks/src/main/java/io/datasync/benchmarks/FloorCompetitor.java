package io.datasync.benchmarks;

import io.datasync.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The floor, in a process of its own that stays between runs. */
final class FloorCompetitor implements Competitor {
    private final Workload workload;
    private final boolean twoStreams;
    private final ChildProcess process;

    FloorCompetitor(BenchDatabase database, Workload workload, boolean twoStreams, Path log) {
        this.workload = workload;
        this.twoStreams = twoStreams;
        this.process = ChildProcess.startJava(
                Entry.FLOOR, List.of("-Xmx512m"), FloorMain.class, List.of(database.url(), database.user()), log);
    }

    @Override
    public void warmUp() {
        copy(workload.warmUp());
    }

    @Override
    public Outcome run() {
        return Outcome.of(copy(workload.table()).wallSeconds());
    }

    private FloorAnswer copy(TablePair pair) {
        FloorRequest request = new FloorRequest(
                pair.qualifiedSource(),
                pair.qualifiedDestination(),
                pair.shape().names(),
                pair.shape().key(),
                form());
        process.tell(new String(Json.write(request), StandardCharsets.UTF_8));
        return Json.read(process.awaitLine("{").getBytes(StandardCharsets.UTF_8), FloorAnswer.class);
    }

    private FloorRequest.Form form() {
        if (workload.job().intoEmptyTable()) {
            return FloorRequest.Form.COPY;
        }
        return twoStreams ? FloorRequest.Form.TWO_STREAMS : FloorRequest.Form.MERGE;
    }

    @Override
    public List<MeasuredProcess> processes() {
        return List.of(process.measured());
    }

    @Override
    public void close() {
        process.close();
    }
}
