package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The YAML file of a DataSync that takes part. */
final class BenchConfiguration {
    /** Four looks a second, where tables fall due: a service whose tables are due every few seconds would be set so. */
    private static final String CHECK_INTERVAL = "250ms";

    /** Small operations wait for commits more than they compute, so many of them fit on a few cores. */
    private static final int OPEN_OPERATIONS = 16;

    /** How often the table of J6 is due, in seconds. */
    static final int LATENCY_INTERVAL_SECONDS = 2;

    private final BenchDatabase database;
    private final String controlSchema;

    BenchConfiguration(BenchDatabase database, String controlSchema) {
        this.database = database;
        this.controlSchema = controlSchema;
    }

    /**
     * The file's text.
     *
     * @param bootstrapServers empty leaves it out
     */
    String text(String bootstrapServers, Entry entry, List<Workload> workloads) {
        List<String> lines = new ArrayList<>(List.of(
                "datasync:",
                "  maxDegreeOfParallelism: " + OPEN_OPERATIONS,
                workloads.stream().anyMatch(workload -> workload.job().scheduled())
                        ? "  checkInterval: " + CHECK_INTERVAL
                        : "  # Nothing falls due.",
                "http: { schedulerPort: 0, fetcherPort: 0, loaderPort: 0 }",
                "kafka:",
                bootstrapServers.isEmpty() ? "  topicPrefix: datasync" : "  bootstrapServers: " + bootstrapServers,
                "sources:",
                "  ERP:",
                "    url: " + database.url(),
                "    user: " + database.user(),
                "destination:",
                "  type: postgresql",
                "  url: " + database.url(),
                "  user: " + database.user(),
                "  schema: " + BenchDatabase.DESTINATION_SCHEMA,
                "  controlSchema: " + controlSchema,
                "tables:"));
        for (Workload workload : workloads) {
            workload.allTables().forEach(table -> lines.addAll(table(workload, table, entry.slices())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> table(Workload workload, TablePair pair, String slices) {
        List<String> lines = new ArrayList<>(List.of(
                "  - tableName: " + pair.destination(),
                "    sourceSystem: ERP",
                "    fetcher: jdbc",
                "    query: SELECT " + String.join(", ", pair.shape().names()) + " FROM " + pair.qualifiedSource(),
                "    keyColumns: " + pair.shape().key()));
        if (!slices.isEmpty()) {
            lines.add("    slices: " + slices);
        }
        boolean warmUpOnly = !workload.tables().contains(pair);
        if (!workload.job().scheduled() || warmUpOnly) {
            // Run by hand alone.
            lines.add("    enabled: false");
        }
        if (workload.job() == Job.J6) {
            lines.add("    lastUpdateColumn: changed_at");
            lines.add("    hourly: { interval: " + LATENCY_INTERVAL_SECONDS + "s }");
        } else {
            lines.add("    mass: { interval: 3650d, prepurgeData: "
                    + workload.job().intoEmptyTable() + " }");
        }
        return lines;
    }
}
