package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllProblemsTest {
    private static final String FILE = """
            datasync:
              checkInterval: 15
              batchsize: 1000
              lookbackMultiplier: -1
            kafka:
              topicPrefix: data sync
            sources:
              JDE:
                url: jdbc:postgresql://localhost/jde
                password: ${env:JDE_PASSWORD}
                jde: {trim: rihgt}
            destination:
              url: jdbc:postgresql://localhost/reporting
              upsert: merge
              createTables: maybe
            tables:
              - tableName: Item
                sourceSystem: JED
                fetcher: jde
                hourly: {interval: 1h}
              - tableName: Lot
                sourceSystem: JDE
                fetcher: jed
                keyColumns: [LotNumber, LotNumber]
                fetcher: jde
                mass: {mode: swap, prepurgeData: true, reindexdata: true}
              - tableName: LOT
                sourceSystem: JDE
                fetcher: jde
                lastUpdateColumn: LastUpdateDT
                keyColumns: LotNumber
                postProcessor: sql
                daily: {interval: 2d}
                mass: {interval: 1d}
              - Item
              - {tableName: Empty, sourceSystem: JDE, fetcher: jde}
            """;

    private static final String PROBLEMS = """
            datasync.yaml has 22 problems:
              line 2, column 3: datasync.checkInterval: "15" has no unit; write for example 90s, 15m, 1h30m, 2d or PT15M
              line 3, column 3: datasync.batchsize: unknown key; did you mean batchSize? allowed: batchRetention, batchSize, \
            bulkCopyBatchSize, checkInterval, lookbackMultiplier, maxDegreeOfParallelism, maxRejects, purgeRetentionDays, \
            shutdownTimeout, staleAfter, unhealthyAfter
              line 4, column 3: datasync.lookbackMultiplier: "-1" is out of range; allowed: 0 to 1000
              line 5, column 1: kafka.bootstrapServers: is missing
              line 6, column 3: kafka.topicPrefix: "data sync" cannot start the name of a topic; allowed: 1 to 100 letters, \
            digits, '.', '_' and '-'
              line 10, column 5: sources.JDE.password: environment variable JDE_PASSWORD is not set
              line 11, column 11: sources.JDE.jde.trim: "rihgt" is not known; did you mean right? allowed: both, none, right
              line 14, column 3: destination.upsert: is only for sqlserver; PostgreSQL always uses MERGE, so leave it out
              line 15, column 3: destination.createTables: "maybe" is neither true nor false
              line 18, column 5: tables[0].sourceSystem: there is no source of this name; did you mean JDE? allowed: JDE
              line 20, column 5: tables[0].hourly: needs lastUpdateColumn, by which changed rows are found, or cursor; set it or \
            enabled: false
              line 20, column 5: tables[0].hourly: needs keyColumns, by which rows are merged; set them or enabled: false
              line 23, column 5: tables[1].fetcher: there is no fetcher of this name
              line 24, column 29: tables[1].keyColumns[1]: names a column that is in the list already
              line 25, column 5: tables[1].fetcher: stands twice; the first is in line 23
              line 26, column 24: tables[1].mass.prepurgeData: does not go with mode: swap, which empties nothing; leave it out
              line 26, column 44: tables[1].mass.reindexdata: unknown key; did you mean reIndexData? allowed: allowEmpty, \
            enabled, indexes, interval, mode, prepurgeData, reIndexData
              line 27, column 5: tables[2].tableName: is the name of tables[1] too; a table has one entry
              line 32, column 5: tables[2].postProcessor: sql needs the statements in postProcessorSql
              line 33, column 13: tables[2].daily.interval: is longer than the interval of mass, so that it would never run
              line 35, column 5: tables[3]: expected a section of keys, found a single value
              line 36, column 5: tables[4]: no schedule is enabled; enable mass, daily or hourly, or set enabled: false
            """;

    @TempDir
    Path directory;

    @Test
    void aFileFullOfMistakesIsAnsweredWithAllOfThemAtOnce() {
        String message = new ConfigFile(directory)
                .text(FILE)
                .check((config, problems) -> {
                    for (int i = 0; i < config.tables().size(); i++) {
                        String fetcher = config.tables().get(i).fetcher();
                        if (!fetcher.equals("jde")) {
                            problems.add("tables[" + i + "].fetcher", "there is no fetcher of this name");
                        }
                    }
                })
                .message();

        assertEquals(PROBLEMS.strip(), message.replace(directory + "/", ""));
    }
}
