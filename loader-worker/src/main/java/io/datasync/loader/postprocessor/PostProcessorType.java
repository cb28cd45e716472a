package io.datasync.loader.postprocessor;

import io.datasync.config.TableConfig;
import java.util.List;

/**
 * A kind of post-processor that tables name in their {@code postProcessor}. Plug-ins have a public class with a public
 * constructor without parameters and name it in {@code META-INF/services}, see {@link java.util.ServiceLoader}.
 */
public interface PostProcessorType {

    /** The name in the configuration; lower case. */
    String name();

    /** What is wrong with the table's configuration as far as this type reads it; empty if nothing is. */
    List<String> problems(TableConfig table);

    /** Makes the post-processor of a table that has no problems. */
    PostProcessor create(TableConfig table);
}
