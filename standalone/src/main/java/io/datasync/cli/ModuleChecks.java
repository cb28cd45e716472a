package io.datasync.cli;

import io.datasync.config.ConfigCheck;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Problems;
import io.datasync.config.TableConfig;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import java.util.List;
import java.util.function.Function;

/** The rules of configuration that only the fetcher and the loader know. */
final class ModuleChecks {
    private ModuleChecks() {}

    static List<ConfigCheck> all() {
        FetcherTypes fetchers = FetcherTypes.load();
        PostProcessorTypes postProcessors = PostProcessorTypes.load();
        return List.of(
                (config, problems) -> addAll(config, problems, fetchers::problems),
                (config, problems) -> addAll(config, problems, postProcessors::problems));
    }

    /** A module says {@code key: what}; the key is one of the table's. */
    private static void addAll(
            DataSyncConfig config, Problems problems, Function<TableConfig, List<String>> problemsOf) {
        for (int index = 0; index < config.tables().size(); index++) {
            for (String problem : problemsOf.apply(config.tables().get(index))) {
                int colon = problem.indexOf(": ");
                problems.add("tables[" + index + "]." + problem.substring(0, colon), problem.substring(colon + 2));
            }
        }
    }
}
