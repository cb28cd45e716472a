package io.datasync.cli;

import io.datasync.config.ConfigCheck;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import java.util.List;
import java.util.function.BiConsumer;

/** The rules of configuration that only the fetcher and the loader know. */
final class ModuleChecks {
    private ModuleChecks() {}

    static List<ConfigCheck> all() {
        return List.of(fetchers(FetcherTypes.load()), postProcessors(new PostProcessorTypes()));
    }

    /** The fetchers say {@code key: what}; the key is one of the table's. */
    private static ConfigCheck fetchers(FetcherTypes types) {
        return (config, problems) -> forEachTable(config, (path, table) -> {
            for (String problem : types.problems(table, config.sources().get(table.sourceSystem()))) {
                int colon = problem.indexOf(": ");
                problems.add(path + "." + problem.substring(0, colon), problem.substring(colon + 2));
            }
        });
    }

    private static ConfigCheck postProcessors(PostProcessorTypes types) {
        return (config, problems) -> forEachTable(
                config,
                (path, table) ->
                        types.problems(table).forEach(problem -> problems.add(path + ".postProcessor", problem)));
    }

    private static void forEachTable(DataSyncConfig config, BiConsumer<String, TableConfig> action) {
        for (int index = 0; index < config.tables().size(); index++) {
            action.accept("tables[" + index + "]", config.tables().get(index));
        }
    }
}
