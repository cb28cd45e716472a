package io.datasync.loader.sqlserver;

import java.util.List;
import java.util.stream.Stream;

/**
 * An index of a destination table.
 *
 * @param kind {@code CLUSTERED}, {@code NONCLUSTERED}, {@code CLUSTERED COLUMNSTORE}, {@code NONCLUSTERED COLUMNSTORE}, or
 *     another kind in the catalog's words
 * @param constraint whether it belongs to a primary key or a unique constraint
 * @param filter condition of a filtered index, empty if it has none
 * @param keys key columns in order
 * @param included further columns
 * @param partitioned whether it lies on a partition scheme
 * @param options the end of a statement that creates it: fill factor, compression, filegroup; may be empty
 */
record SqlServerIndex(
        String name,
        String kind,
        boolean primaryKey,
        boolean unique,
        boolean constraint,
        boolean disabled,
        String filter,
        List<Key> keys,
        List<String> included,
        boolean partitioned,
        String options) {

    /** An index where it lies by default, without options. */
    SqlServerIndex(
            String name,
            String kind,
            boolean primaryKey,
            boolean unique,
            boolean constraint,
            boolean disabled,
            String filter,
            List<Key> keys,
            List<String> included) {
        this(name, kind, primaryKey, unique, constraint, disabled, filter, keys, included, false, "");
    }

    /** A key column and its direction. */
    record Key(String column, boolean descending) {}

    SqlServerIndex {
        keys = List.copyOf(keys);
        included = List.copyOf(included);
    }

    /** This index with the columns of {@code more} behind its own. */
    SqlServerIndex with(SqlServerIndex more) {
        return new SqlServerIndex(
                name,
                kind,
                primaryKey,
                unique,
                constraint,
                disabled,
                filter,
                Stream.concat(keys.stream(), more.keys.stream()).toList(),
                Stream.concat(included.stream(), more.included.stream()).toList(),
                partitioned,
                options);
    }

    /** This index where, and with the options, that it has. */
    SqlServerIndex placed(boolean onPartitions, String withOptions) {
        return new SqlServerIndex(
                name,
                kind,
                primaryKey,
                unique,
                constraint,
                disabled,
                filter,
                keys,
                included,
                onPartitions,
                withOptions);
    }

    boolean isClustered() {
        return kind.startsWith("CLUSTERED");
    }

    boolean isColumnstore() {
        return kind.endsWith("COLUMNSTORE");
    }

    /**
     * Whether a Mass may take it out of service: a nonclustered index that guards nothing. Without the clustered index the
     * table cannot be read; without a unique one duplicates get in, and the foreign keys that lean on it stay off.
     */
    boolean mayBeDisabled() {
        return (kind.equals("NONCLUSTERED") || kind.equals("NONCLUSTERED COLUMNSTORE"))
                && !unique
                && !constraint
                && !disabled;
    }

    /** Whether it may also be dropped and created: its place on partitions is not known well enough. */
    boolean mayBeDropped() {
        return mayBeDisabled() && !partitioned;
    }
}
