package io.datasync.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of the destination's rows that the source no longer has, and how often they are looked for.
 *
 * @param interval how long after the start of the last success it is due
 * @param maxDeletePercent most rows that may go at once, as a percentage of the table's rows; 0 to 100
 * @param markColumn destination column that takes the mark; present if rows are marked
 */
public record DeletesSchedule(Mode mode, Duration interval, double maxDeletePercent, Optional<String> markColumn) {

    /** What is done with a row that is gone at the source. */
    public enum Mode {
        /** It stays; nobody looks for such rows. */
        IGNORE,
        /** It stays and is marked; the mark is taken back if the source has it again. */
        MARK,
        /** It is deleted. */
        REMOVE
    }

    public static final DeletesSchedule OFF =
            new DeletesSchedule(Mode.IGNORE, Duration.ofDays(1), 10, Optional.empty());

    /** When it is due. */
    public Schedule schedule() {
        return new Schedule(mode != Mode.IGNORE, interval);
    }

    /** Most of so many rows that may go at once, rounded down. */
    public long allowed(long rows) {
        return BigDecimal.valueOf(rows)
                .multiply(BigDecimal.valueOf(maxDeletePercent))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
