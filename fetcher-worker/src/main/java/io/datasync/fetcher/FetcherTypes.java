package io.datasync.fetcher;

import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fetchers of this process, by type name. */
public final class FetcherTypes {
    private final Map<String, DataFetcher> byType;

    /**
     * The fetchers given.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if two have the same type name
     */
    public FetcherTypes(Iterable<DataFetcher> fetchers) {
        byType = new TreeMap<>();
        for (DataFetcher fetcher : fetchers) {
            DataFetcher other = byType.putIfAbsent(fetcher.type(), fetcher);
            if (other != null) {
                throw new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "Two fetchers have the type " + fetcher.type() + ": "
                                + other.getClass().getName() + " and "
                                + fetcher.getClass().getName());
            }
        }
    }

    /** All fetchers on the class path. */
    public static FetcherTypes load() {
        return new FetcherTypes(ServiceLoader.load(DataFetcher.class));
    }

    public Set<String> names() {
        return Set.copyOf(byType.keySet());
    }

    /**
     * The fetcher of that type.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if there is none
     */
    public DataFetcher get(String type) {
        DataFetcher fetcher = byType.get(type);
        if (fetcher == null) {
            throw new DataSyncException(ErrorCode.CONFIGURATION, unknown(type));
        }
        return fetcher;
    }

    /**
     * What is wrong in a table's configuration as far as fetching goes, each as {@code key: what and what to do}.
     *
     * @param source the table's; null if there is none of its name
     */
    public List<String> problems(TableConfig table, @Nullable SourceConfig source) {
        DataFetcher fetcher = byType.get(table.fetcher());
        if (fetcher == null) {
            return List.of("fetcher: " + unknown(table.fetcher()));
        }
        List<String> problems = new ArrayList<>();
        for (String name : table.options().keySet()) {
            if (!fetcher.optionNames().contains(name)) {
                String hint = fetcher.optionNames().isEmpty()
                        ? " It has none."
                        : Suggestion.text(name, fetcher.optionNames());
                problems.add("options." + name + ": no option of the " + table.fetcher() + " fetcher." + hint);
            }
        }
        if (table.slices().orElse(1) > 1 && !fetcher.divides(table)) {
            problems.add("slices: the " + table.fetcher() + " fetcher reads this table in one slice; remove slices");
        }
        problems.addAll(source == null ? fetcher.problems(table) : fetcher.problems(table, source));
        return problems;
    }

    private String unknown(String type) {
        return "There is no fetcher of type '" + type + "'." + Suggestion.text(type, byType.keySet());
    }
}
