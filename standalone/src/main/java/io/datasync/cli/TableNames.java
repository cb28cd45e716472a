package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.List;

/** Finds the tables that a command line names. */
final class TableNames {
    private TableNames() {}

    /** @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if one is not configured */
    static List<TableConfig> of(DataSyncConfig config, List<String> names) {
        return names.stream().map(name -> of(config, name)).toList();
    }

    private static TableConfig of(DataSyncConfig config, String name) {
        return config.table(name).orElseThrow(() -> unknown(config, name));
    }

    static DataSyncException unknown(DataSyncConfig config, String name) {
        return new DataSyncException(
                ErrorCode.CONFIGURATION,
                "There is no table " + name + " in the configuration; it has "
                        + String.join(
                                ", ",
                                config.tables().stream()
                                        .map(TableConfig::tableName)
                                        .toList()));
    }
}
