package io.datasync.scheduler.schedule;

import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How long a table that keeps failing is left alone: not at all after one failure, as the next tick is soon enough; twice the
 * checkInterval after the second in a row, and twice as long after each further one, up to an hour or the table's shortest interval,
 * whichever is less; and up to a quarter less than that, so that tables that fell ill together do not come back together.
 *
 * <p>All follows from the log, the part that looks random from the id of the operation that failed last. So every scheduler comes to
 * the same moment, and one that was started anew does too.
 */
public final class BackOff {
    /** Holds nothing back. */
    public static final BackOff NONE = new BackOff(Duration.ZERO);

    private static final Duration FIRST_OF_DELETES = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final double MOST_OFF = 0.25;

    private final Duration checkInterval;

    /** @param checkInterval the pause that is doubled */
    public BackOff(Duration checkInterval) {
        this.checkInterval = checkInterval;
    }

    /**
     * When the table is tried again; empty if that may be now. A failure that seems to have ended later than now was written by a
     * clock that was ahead, and does not count.
     */
    Optional<Instant> nextTry(TableConfig table, Failures failures, Instant now) {
        if (failures.count() == 1 || failures.lastEndedAt().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(failures.lastEndedAt().plus(pause(table, failures))).filter(next -> next.isAfter(now));
    }

    /**
     * When Deletes that failed are tried again: an hour later, then two, and so on up to their interval, as each try reads the keys
     * of the whole table, and most failures want a person. Empty if that may be now.
     */
    Optional<Instant> nextDeletes(TableConfig table, Failures failures, Instant now) {
        if (this == NONE || failures.lastEndedAt().isAfter(now)) {
            return Optional.empty();
        }
        Duration longest = table.deletes().interval();
        Duration pause = shorter(FIRST_OF_DELETES, longest);
        for (int doubling = 1; doubling < Math.min(failures.count(), MOST_DOUBLINGS); doubling++) {
            pause = shorter(pause.multipliedBy(2), longest);
        }
        return Optional.of(failures.lastEndedAt().plus(pause)).filter(next -> next.isAfter(now));
    }

    private Duration pause(TableConfig table, Failures failures) {
        Duration longest = shorter(LONGEST, shortestInterval(table));
        Duration pause = checkInterval;
        for (int doubling = 1; doubling < Math.min(failures.count(), MOST_DOUBLINGS); doubling++) {
            pause = shorter(pause.multipliedBy(2), longest);
        }
        // A checkInterval longer than the longest pause is how often anything is tried at all.
        Duration bounded = pause.compareTo(checkInterval) < 0 ? checkInterval : pause;
        return bounded.minusMillis((long) (bounded.toMillis() * MOST_OFF * fraction(failures.lastOperationId())));
    }

    private static Duration shortestInterval(TableConfig table) {
        return Arrays.stream(UpdateType.values())
                .filter(UpdateType::bringsRows)
                .map(table::schedule)
                .filter(Schedule::enabled)
                .map(Schedule::interval)
                .reduce(LONGEST, BackOff::shorter);
    }

    /** From 0 to 1, the same for the same text everywhere. */
    private static double fraction(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() / (double) (1L << 32);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
