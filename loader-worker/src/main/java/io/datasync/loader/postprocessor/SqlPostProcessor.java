package io.datasync.loader.postprocessor;

import io.datasync.config.TableConfig;
import java.sql.Statement;
import java.util.List;

/** Runs the table's {@code postProcessorSql}, one statement after the other. */
final class SqlPostProcessor implements PostProcessorType {

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public List<String> problems(TableConfig table) {
        if (table.postProcessorSql().isEmpty()) {
            return List.of("the post-processor sql needs at least one statement in postProcessorSql");
        }
        return table.postProcessorSql().stream().anyMatch(String::isBlank)
                ? List.of("postProcessorSql has an empty statement")
                : List.of();
    }

    @Override
    public PostProcessor create(TableConfig table) {
        return (connection, config, operation) -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : table.postProcessorSql()) {
                    statement.execute(sql);
                }
            }
        };
    }
}
