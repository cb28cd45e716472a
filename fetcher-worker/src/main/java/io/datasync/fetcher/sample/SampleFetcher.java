package io.datasync.fetcher.sample;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.RowStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Makes rows up. Options: {@code rows} (1,000), {@code seed} (0) and {@code newest}, the LastUpdateDT of the last row
 * (2026-01-01T00:00:00Z); each row before is a second older. The same options give the same rows. An incremental fetch has
 * the rows whose LastUpdateDT is not before its lower bound.
 */
public final class SampleFetcher implements DataFetcher {
    private static final String ROWS = "rows";
    private static final String SEED = "seed";
    private static final String NEWEST = "newest";
    private static final long MOST_ROWS = 1_000_000_000;

    @Override
    public String type() {
        return "sample";
    }

    @Override
    public Set<String> optionNames() {
        return Set.of(ROWS, SEED, NEWEST);
    }

    @Override
    public List<String> problems(TableConfig table) {
        List<String> problems = new ArrayList<>();
        if (table.cursor().isPresent()) {
            problems.add("cursor: the sample fetcher goes by LastUpdateDT; remove cursor");
        }
        try {
            plan(table.options());
        } catch (DataSyncException wrong) {
            problems.add(String.valueOf(wrong.getMessage()));
        }
        return problems;
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        return new SampleRows(plan(request.table().options()), request);
    }

    @Override
    public boolean divides(TableConfig table) {
        return true;
    }

    @Override
    public RowDivision divide(FetchRequest request, DataSource source) {
        return new SampleDivision(plan(request.table().options()), request.table());
    }

    private static SamplePlan plan(Map<String, String> options) {
        long rows = number(options, ROWS, 1_000);
        if (rows < 0 || rows > MOST_ROWS) {
            throw wrong(ROWS, "expected 0 to " + MOST_ROWS);
        }
        try {
            Instant newest = Instant.parse(options.getOrDefault(NEWEST, "2026-01-01T00:00:00Z"));
            return new SamplePlan(rows, number(options, SEED, 0), newest.getEpochSecond());
        } catch (DateTimeException other) {
            throw wrong(NEWEST, "expected a time such as 2026-01-01T00:00:00Z");
        }
    }

    private static long number(Map<String, String> options, String name, long otherwise) {
        String text = options.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException other) {
            throw wrong(name, "expected a whole number");
        }
    }

    private static DataSyncException wrong(String option, String expected) {
        return new DataSyncException(ErrorCode.CONFIGURATION, "options." + option + ": " + expected);
    }
}
