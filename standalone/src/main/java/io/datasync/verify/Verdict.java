package io.datasync.verify;

import io.datasync.verify.RowDifference.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison of a table found.
 *
 * @param deep whether all values were compared, not only keys and last-update stamps
 * @param sourceRows rows in the source, those too that the destination cannot hold
 * @param differences all that were found
 * @param notYetSynchronised rows that differ and were changed since the last success began; no fault
 * @param sharedKeys rows of the source whose key the destination takes for that of another one, of which it keeps one; no fault
 * @param rejected rows that the destination cannot hold, or that cannot be read from the source; no fault of the copy
 * @param unreadableInSource those of them that cannot be read
 * @param unreadableInDestination rows with values that no source can have
 * @param bucketsLeft parts of the keys that differ and were not looked into, as there are too many
 * @param keysAreDoubtful whether the destination's collation tells keys apart, which was not asked
 * @param lastOperation the table's operation that was opened last when the rows were looked at
 * @param operationRan whether an operation of the table was at work meanwhile
 */
public record Verdict(
        String table,
        boolean deep,
        long sourceRows,
        long destinationRows,
        List<RowDifference> differences,
        long notYetSynchronised,
        long sharedKeys,
        long rejected,
        long unreadableInSource,
        long unreadableInDestination,
        int bucketsLeft,
        boolean keysAreDoubtful,
        Optional<String> lastOperation,
        boolean operationRan) {
    public Verdict {
        differences = List.copyOf(differences);
    }

    /** Whether nothing is wrong with the copy. */
    public boolean isEqual() {
        return differences.isEmpty() && bucketsLeft == 0 && unreadableInDestination == 0;
    }

    public List<RowDifference> of(Kind kind) {
        return differences.stream()
                .filter(difference -> difference.kind() == kind)
                .toList();
    }

    public long count(Kind kind) {
        return of(kind).size();
    }
}
