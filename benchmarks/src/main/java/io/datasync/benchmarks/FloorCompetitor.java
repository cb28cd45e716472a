package io.datasync.benchmarks;

import io.datasync.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The floor, in a process of its own that stays between runs. */
final class FloorCompetitor implements Competitor {
    private final boolean twoStreams;
    private final ChildProcess process;

    FloorCompetitor(BenchDatabase database, boolean twoStreams, Path log) {
        this.twoStreams = twoStreams;
        this.process = ChildProcess.startJava(
                Entry.FLOOR, List.of("-Xmx512m"), FloorMain.class, List.of(database.url(), database.user()), log);
    }

    @Override
    public void warmUp(Workload workload) {
        copy(workload, workload.warmUp());
    }

    @Override
    public Outcome run(Workload workload) {
        return Outcome.of(copy(workload, workload.table()).wallSeconds());
    }

    private FloorAnswer copy(Workload workload, TablePair pair) {
        FloorRequest request = new FloorRequest(
                pair.qualifiedSource(),
                pair.qualifiedDestination(),
                pair.shape().names(),
                pair.shape().key(),
                form(workload));
        process.tell(new String(Json.write(request), StandardCharsets.UTF_8));
        return Json.read(process.awaitLine("{").getBytes(StandardCharsets.UTF_8), FloorAnswer.class);
    }

    private FloorRequest.Form form(Workload workload) {
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
