package io.datasync.message;

/** What became of a batch's rows; their sum is the number of rows in the batch. */
public record LoadCounts(long inserted, long updated, long unchanged, long duplicates, long rejected) {

    public static final LoadCounts NONE = new LoadCounts(0, 0, 0, 0, 0);

    public long sum() {
        return inserted + updated + unchanged + duplicates + rejected;
    }

    public LoadCounts plus(LoadCounts other) {
        return new LoadCounts(
                inserted + other.inserted,
                updated + other.updated,
                unchanged + other.unchanged,
                duplicates + other.duplicates,
                rejected + other.rejected);
    }
}
