package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** What a table has, beside columns and indexes, that decides in which ways its rows can be replaced. */
enum TableTrait {
    /** The server speaks the protocol without being SQL Server: it has no MERGE, ALTER INDEX and SWITCH. */
    BABELFISH("the server is Babelfish", "", false, true),
    REFERENCED(
            "a foreign key refers to it",
            "SELECT TOP 1 '%s' AS Trait FROM sys.foreign_keys WHERE referenced_object_id = ?",
            true,
            true),
    INDEXED_VIEW(
            "an indexed view reads it",
            // Of class 1 are references of what is bound to its schema. The newer view wants more rights than a loader
            // has.
            "SELECT TOP 1 '%s' FROM sys.sql_dependencies AS d"
                    + " JOIN sys.indexes AS i ON i.object_id = d.object_id AND i.index_id = 1"
                    + " WHERE d.referenced_major_id = ? AND d.class = 1",
            true,
            true),
    SYSTEM_VERSIONED("it is system-versioned", table("temporal_type = 2"), true, true),
    HISTORY("it is the history of a system-versioned table", table("temporal_type = 1"), true, true),
    MEMORY_OPTIMIZED("it is memory-optimized", table("is_memory_optimized = 1"), true, true),
    CAPTURED("change data capture follows it", table("is_tracked_by_cdc = 1"), true, true),
    REPLICATED(
            "it is replicated", table("(is_replicated = 1 OR is_published = 1 OR is_merge_published = 1)"), true, true),
    CHANGE_TRACKED(
            "change tracking follows it",
            "SELECT '%s' FROM sys.change_tracking_tables WHERE object_id = ?",
            false,
            true),
    PARTITIONED(
            "it is partitioned",
            "SELECT TOP 1 '%s' FROM sys.indexes AS i JOIN sys.data_spaces AS d ON d.data_space_id = i.data_space_id"
                    + " WHERE i.object_id = ? AND d.type = 'PS'",
            false,
            true),
    SPECIAL_INDEX(
            "it has an XML, spatial or full-text index",
            "SELECT TOP 1 '%s' FROM sys.tables AS t WHERE t.object_id = ?"
                    + " AND (EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = t.object_id AND i.type IN (3, 4))"
                    + " OR EXISTS (SELECT 1 FROM sys.fulltext_indexes AS f WHERE f.object_id = t.object_id))",
            false,
            true),
    DISABLED_INDEX(
            "one of its indexes is disabled",
            "SELECT TOP 1 '%s' FROM sys.indexes WHERE object_id = ? AND is_disabled = 1",
            false,
            true),
    TRIGGERS(
            "it has triggers",
            "SELECT TOP 1 '%s' FROM sys.triggers WHERE parent_id = ? AND is_disabled = 0",
            false,
            false);

    private final String reason;
    private final String query;
    private final boolean forbidsTruncate;
    private final boolean forbidsSwitch;

    TableTrait(String reason, String query, boolean forbidsTruncate, boolean forbidsSwitch) {
        this.reason = reason;
        this.query = query;
        this.forbidsTruncate = forbidsTruncate;
        this.forbidsSwitch = forbidsSwitch;
    }

    private static String table(String condition) {
        return "SELECT '%s' FROM sys.tables WHERE object_id = ? AND " + condition;
    }

    /** Those that are asked of a table; other servers than SQL Server have views for a few only. */
    static Set<TableTrait> askedOf(boolean babelfish) {
        return babelfish ? EnumSet.of(REFERENCED) : EnumSet.complementOf(EnumSet.of(BABELFISH));
    }

    /** A query for the names of the traits that a table has; each of them takes the table's object id as a parameter. */
    static String query(Set<TableTrait> asked) {
        return asked.stream().map(trait -> trait.query.formatted(trait.name())).collect(joining("\nUNION ALL\n"));
    }

    static boolean forbidTruncate(Set<TableTrait> traits) {
        return traits.stream().anyMatch(trait -> trait.forbidsTruncate);
    }

    static boolean forbidSwitch(Set<TableTrait> traits) {
        return traits.stream().anyMatch(trait -> trait.forbidsSwitch);
    }

    /** Why a table with these traits cannot be truncated, in words; empty if it can. */
    static String whyNoTruncate(Set<TableTrait> traits) {
        return reasons(traits, trait -> trait.forbidsTruncate);
    }

    /** Why a table with these traits cannot take the rows of another by SWITCH, in words; empty if it can. */
    static String whyNoSwitch(Set<TableTrait> traits) {
        return reasons(traits, trait -> trait.forbidsSwitch);
    }

    private static String reasons(Set<TableTrait> traits, Predicate<TableTrait> which) {
        return Arrays.stream(values())
                .filter(traits::contains)
                .filter(which)
                .map(trait -> trait.reason)
                .collect(joining(", "));
    }
}
