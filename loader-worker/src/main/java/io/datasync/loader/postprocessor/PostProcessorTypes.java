package io.datasync.loader.postprocessor;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All kinds of post-processors: {@code none}, {@code sql} and the plug-ins on the class path. */
public final class PostProcessorTypes {
    private final Map<String, PostProcessorType> types = new TreeMap<>();

    /**
     * Knows the built-in types and the plug-ins.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if two types have the same name
     */
    public PostProcessorTypes() {
        List<PostProcessorType> found = new ArrayList<>(List.of(new NoPostProcessor(), new SqlPostProcessor()));
        ServiceLoader.load(PostProcessorType.class).forEach(found::add);
        for (PostProcessorType type : found) {
            if (types.putIfAbsent(type.name(), type) != null) {
                throw new DataSyncException(
                        ErrorCode.CONFIGURATION, "Two post-processors on the class path are named " + type.name());
            }
        }
    }

    /** What is wrong with the table's post-processor; empty if nothing is. */
    public List<String> problems(TableConfig table) {
        PostProcessorType type = types.get(table.postProcessor());
        return type == null ? List.of(unknown(table)) : type.problems(table);
    }

    /**
     * Makes the table's post-processor.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if there is no such type
     */
    public PostProcessor create(TableConfig table) {
        PostProcessorType type = types.get(table.postProcessor());
        if (type == null) {
            throw new DataSyncException(ErrorCode.CONFIGURATION, unknown(table));
        }
        return type.create(table);
    }

    private String unknown(TableConfig table) {
        return "No post-processor is named '" + table.postProcessor() + "'; there are "
                + String.join(", ", types.keySet());
    }
}
