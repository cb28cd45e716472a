package io.datasync.loader.postprocessor;

import io.datasync.config.TableConfig;
import java.util.List;

/** Does nothing. */
final class NoPostProcessor implements PostProcessorType {

    @Override
    public String name() {
        return TableConfig.NO_POST_PROCESSOR;
    }

    @Override
    public List<String> problems(TableConfig table) {
        return table.postProcessorSql().isEmpty()
                ? List.of()
                : List.of("postProcessorSql is read by the post-processor sql only");
    }

    @Override
    public PostProcessor create(TableConfig table) {
        return (connection, config, operation) -> {};
    }
}
