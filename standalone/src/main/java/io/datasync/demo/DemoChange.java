package io.datasync.demo;

/**
 * What a working day did to one table.
 *
 * @param table with its schema
 * @param inserted new rows
 * @param updated rows that were there before and are changed; none of them is counted twice, or is a new one
 * @param lateCommits how many of all these rows carry a stamp that lies one hour before the others': they were written then
 *     and are committed only now
 */
public record DemoChange(String table, long inserted, long updated, long lateCommits) {
    DemoChange plus(DemoChange other) {
        return new DemoChange(
                table, inserted + other.inserted, updated + other.updated, lateCommits + other.lateCommits);
    }
}
