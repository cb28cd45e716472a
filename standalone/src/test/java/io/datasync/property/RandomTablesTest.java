package io.datasync.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.datasync.config.UpdateType;
import io.datasync.message.LoadCounts;
import io.datasync.standalone.TestPipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever the columns, keys and values are: after a Mass, and after an Hourly that brings changes, the destination equals the
 * source, and every row that was fetched is accounted for. Other tables each time; {@code -Ddatasync.property.seed} brings
 * those of a seed again.
 */
class RandomTablesTest {
    private static final Logger log = LoggerFactory.getLogger(RandomTablesTest.class);
    private static final int TABLES = 4;
    private static final int ROWS = 150;

    private final long seed = Long.getLong("datasync.property.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<RandomTable> tables = IntStream.range(0, TABLES)
            .mapToObj(n -> RandomTable.of("r" + n, random))
            .toList();

    @Test
    void theDestinationEqualsTheSource() {
        log.info("-Ddatasync.property.seed={}: {}", seed, tables);
        try (TestPipeline pipeline = new TestPipeline(
                        tables.stream().map(RandomTable::entry).collect(Collectors.joining()))
                .options("batchSize: " + (20 + random.nextInt(300)), "maxDegreeOfParallelism: " + TABLES)) {
            for (RandomTable table : tables) {
                pipeline.inSource(table.create(), table.insert(random, ROWS));
            }
            pipeline.start();
            run(pipeline, UpdateType.MASS);
            change(pipeline);
            run(pipeline, UpdateType.HOURLY);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("-Ddatasync.property.seed=" + seed, failure);
        }
    }

    private void change(TestPipeline pipeline) {
        for (RandomTable table : tables) {
            List<String> statements = new ArrayList<>(List.of("SELECT setseed(" + random.nextDouble() + ")"));
            statements.addAll(table.update(random, 5));
            statements.add(table.insert(random, ROWS / 10));
            pipeline.inSource(statements.toArray(String[]::new));
        }
    }

    private void run(TestPipeline pipeline, UpdateType type) {
        Map<RandomTable, String> operations = new LinkedHashMap<>();
        tables.forEach(table -> operations.put(table, pipeline.begin(table.name(), type)));
        operations.forEach((table, operation) -> {
            LoadCounts counts = TestPipeline.counts(pipeline.end(operation));
            long rows = Long.parseLong(
                    pipeline.sourceRows("SELECT count(*) FROM " + table.name()).get(0));
            assertEquals(0, counts.rejected(), table.toString());
            assertEquals(rows * table.times(), counts.sum(), table.toString());
            assertEquals(type == UpdateType.MASS ? rows : counts.inserted(), counts.inserted(), table.toString());
            assertEqual(pipeline, table);
        });
    }

    private static void assertEqual(TestPipeline pipeline, RandomTable table) {
        String source = table.comparable(pipeline.source().name());
        String destination = table.comparable(pipeline.destination().name());
        assertEquals(List.of(), pipeline.rows(source + " EXCEPT ALL " + destination), "missing in " + table);
        assertEquals(List.of(), pipeline.rows(destination + " EXCEPT ALL " + source), "too many in " + table);
        assertFalse(pipeline.rows(destination).isEmpty(), table.toString());
    }
}
