package io.datasync.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * What the demo source is made from. The same options make the same rows, byte for byte.
 *
 * @param seed chooses the rows
 * @param scale multiplies the number of rows, about 300,000 at 1.0; from above 0 up to 1000. Master data grows with its
 *     square root
 * @param reference the instant up to which the source has a history; no stamp lies after it; kept to the
 *     microsecond, as PostgreSQL does
 * @param siteZone the zone whose local time the stamps are in, as JDE and many others write them
 */
public record DemoOptions(long seed, double scale, Instant reference, ZoneId siteZone) {
    /** The lot and order numbers have room for this many rows. */
    private static final double LARGEST_SCALE = 1000;

    /** Refuses a scale out of its range with an {@link IllegalArgumentException}. */
    public DemoOptions {
        if (!(scale > 0 && scale <= LARGEST_SCALE)) {
            throw new IllegalArgumentException("The scale is " + scale + ", it must be above 0 and at most 1000");
        }
        reference = reference.truncatedTo(ChronoUnit.MICROS);
    }
}
