package io.datasync.config;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Values that are fine by themselves but impossible together. Messages name keys and not values: a value may have come from
 * the environment.
 */
final class CombinationRules implements ConfigCheck {
    private static final String SQL = "sql";
    private static final int LONGEST_POSTGRESQL_NAME = 63;
    private static final int LONGEST_SQLSERVER_NAME = 128;

    @Override
    public void check(DataSyncConfig config, Problems problems) {
        checkName(config, problems, "destination.schema", config.destination().schema());
        checkName(
                config,
                problems,
                "destination.controlSchema",
                config.destination().controlSchema());
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < config.tables().size(); i++) {
            TableConfig table = config.tables().get(i);
            String path = "tables[" + i + "]";
            Integer first = names.putIfAbsent(folded(table.tableName()), i);
            if (first != null) {
                problems.add(path + ".tableName", "is the name of tables[" + first + "] too; a table has one entry");
            }
            checkNames(config, problems, path, table);
            checkSource(config, problems, path, table);
            checkSlices(problems, path, table);
            checkPostProcessor(problems, path, table);
            ScheduleRules.check(table, path, problems);
        }
    }

    private static void checkNames(DataSyncConfig config, Problems problems, String path, TableConfig table) {
        checkName(config, problems, path + ".tableName", table.tableName());
        if (table.tableName().contains(".")) {
            problems.add(path + ".tableName", "has a dot; the schema stands in destination.schema");
        }
        Set<String> keys = new HashSet<>();
        for (int k = 0; k < table.keyColumns().size(); k++) {
            String column = table.keyColumns().get(k);
            checkName(config, problems, path + ".keyColumns[" + k + "]", column);
            if (!keys.add(folded(column))) {
                problems.add(path + ".keyColumns[" + k + "]", "names a column that is in the list already");
            }
        }
        table.lastUpdateColumn().ifPresent(column -> checkName(config, problems, path + ".lastUpdateColumn", column));
        table.deletes()
                .markColumn()
                .ifPresent(column -> checkName(config, problems, path + ".deletes.markColumn", column));
    }

    /** PostgreSQL cuts longer names off and says nothing, so that two could become one. */
    private static void checkName(DataSyncConfig config, Problems problems, String path, String name) {
        if (!problems.isSound("destination.type", "destination.url")) {
            return;
        }
        if (config.destination().type() == DestinationConfig.Type.POSTGRESQL) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_POSTGRESQL_NAME) {
                problems.add(path, "is too long; a PostgreSQL name has at most 63 bytes");
            }
        } else if (name.length() > LONGEST_SQLSERVER_NAME) {
            problems.add(path, "is too long; a SQL Server name has at most 128 characters");
        }
    }

    private static void checkSource(DataSyncConfig config, Problems problems, String path, TableConfig table) {
        Set<String> sources = config.sources().keySet();
        if (sources.contains(table.sourceSystem()) || problems.isBroken("sources")) {
            return;
        }
        String allowed = sources.isEmpty() ? "; sources: is empty" : Suggestion.among(table.sourceSystem(), sources);
        problems.add(path + ".sourceSystem", "there is no source of this name" + allowed);
    }

    private static void checkSlices(Problems problems, String path, TableConfig table) {
        if (table.slices().orElse(1) > 1 && table.keyColumns().isEmpty() && problems.isSound(path + ".keyColumns")) {
            problems.add(path + ".slices", "needs keyColumns: rows are divided by their keys");
        }
    }

    private static void checkPostProcessor(Problems problems, String path, TableConfig table) {
        List<String> statements = table.postProcessorSql();
        boolean sql = table.postProcessor().equals(SQL);
        if (!problems.isSound(path + ".postProcessor", path + ".postProcessorSql") || sql != statements.isEmpty()) {
            return;
        }
        if (sql) {
            problems.add(path + ".postProcessor", "sql needs the statements in postProcessorSql");
        } else {
            problems.add(path + ".postProcessorSql", "is only run by postProcessor: sql");
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
