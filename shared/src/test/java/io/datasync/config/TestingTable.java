package io.datasync.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes the configuration of a table; what is not said is as if the file left it out. */
public final class TestingTable {
    private final String name;
    private String source = "erp";
    private String fetcher = "sample";
    private boolean enabled = true;
    private Optional<String> query = Optional.empty();
    private Optional<String> sourceTable = Optional.empty();
    private Map<String, String> options = Map.of();
    private List<String> keys = List.of();
    private Optional<String> lastUpdate = Optional.empty();
    private Optional<NumberCursor> cursor = Optional.empty();
    private OptionalInt slices = OptionalInt.empty();
    private String postProcessor = TableConfig.NO_POST_PROCESSOR;
    private List<String> postProcessorSql = List.of();
    private MassSchedule mass = MassSchedule.OFF;
    private Schedule daily = Schedule.DAILY_OFF;
    private Schedule hourly = Schedule.HOURLY_OFF;
    private DeletesSchedule deletes = DeletesSchedule.OFF;

    private TestingTable(String name) {
        this.name = name;
    }

    /** A table of the sample fetcher. */
    public static TestingTable named(String name, String... keys) {
        return new TestingTable(name).keys(List.of(keys));
    }

    /** One that is to differ from another. */
    public static TestingTable like(TableConfig table) {
        TestingTable like = new TestingTable(table.tableName());
        like.source = table.sourceSystem();
        like.fetcher = table.fetcher();
        like.enabled = table.enabled();
        like.query = table.query();
        like.sourceTable = table.sourceTable();
        like.options = table.options();
        like.keys = table.keyColumns();
        like.lastUpdate = table.lastUpdateColumn();
        like.cursor = table.cursor();
        like.slices = table.slices();
        like.postProcessor = table.postProcessor();
        like.postProcessorSql = table.postProcessorSql();
        like.mass = table.mass();
        like.daily = table.daily();
        like.hourly = table.hourly();
        like.deletes = table.deletes();
        return like;
    }

    public TestingTable source(String source) {
        this.source = source;
        return this;
    }

    public TestingTable fetcher(String fetcher) {
        this.fetcher = fetcher;
        return this;
    }

    public TestingTable enabled(boolean enabled) {
        this.enabled = enabled;
        return this;
    }

    public TestingTable query(@Nullable String query) {
        this.query = Optional.ofNullable(query);
        return this;
    }

    public TestingTable sourceTable(@Nullable String sourceTable) {
        this.sourceTable = Optional.ofNullable(sourceTable);
        return this;
    }

    public TestingTable options(Map<String, String> options) {
        this.options = options;
        return this;
    }

    public TestingTable keys(List<String> keys) {
        this.keys = keys;
        return this;
    }

    /** The column of the last update; none if empty. */
    public TestingTable lastUpdate(String column) {
        this.lastUpdate = column.isEmpty() ? Optional.empty() : Optional.of(column);
        return this;
    }

    public TestingTable cursor(NumberCursor cursor) {
        this.cursor = Optional.of(cursor);
        return this;
    }

    public TestingTable slices(int slices) {
        this.slices = OptionalInt.of(slices);
        return this;
    }

    public TestingTable postProcessor(String type, String... statements) {
        this.postProcessor = type;
        this.postProcessorSql = List.of(statements);
        return this;
    }

    public TestingTable mass(MassSchedule mass) {
        this.mass = mass;
        return this;
    }

    public TestingTable daily(Schedule daily) {
        this.daily = daily;
        return this;
    }

    public TestingTable hourly(Schedule hourly) {
        this.hourly = hourly;
        return this;
    }

    public TestingTable deletes(DeletesSchedule deletes) {
        this.deletes = deletes;
        return this;
    }

    public TableConfig build() {
        return new TableConfig(
                name,
                source,
                fetcher,
                enabled,
                query,
                sourceTable,
                options,
                keys,
                lastUpdate,
                cursor,
                slices,
                postProcessor,
                postProcessorSql,
                mass,
                daily,
                hourly,
                deletes);
    }
}
