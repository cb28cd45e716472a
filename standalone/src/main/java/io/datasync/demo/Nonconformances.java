package io.datasync.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** mis_nonconformance: a unit is the inspection result it was raised from. */
record Nonconformances(DemoWorld world, Inspections inspections) implements DemoTable {
    private static final List<String> DISPOSITIONS = List.of("USE AS IS", "REWORK", "SCRAP", "RETURN TO VENDOR");
    private static final int HASH_LONGS = 4;

    @Override
    public String name() {
        return "cms.mis_nonconformance";
    }

    @Override
    public LongStream units() {
        return raisedFrom(inspections.units());
    }

    LongStream raisedFrom(LongStream results) {
        return results.filter(inspections::fails);
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("mis_nonconformance", unit);
        Instant opened = world.happened(unit, world.size().inspections());
        Instant changed = world.changed(opened, draw);
        boolean closed = changed.isAfter(opened) && draw.percent(80);
        out.value(draw.uuid())
                .number(Inspections.FIRST_ID + unit)
                .number(inspections.order(unit).number());
        out.number(draw.between(1, 5)).text(draw.pick(DemoWords.FAULTS));
        out.text(closed ? draw.pick(DISPOSITIONS) : null);
        out.value(closed ? BigDecimal.valueOf(draw.between(0, 900_000), 2) : null);
        out.value(opened).value(closed ? changed : null).text(photo(draw));
        out.value(world.local(changed)).endRow();
    }

    /** The hash of a photo, in the server's hexadecimal form of bytes; most have none. */
    private static @Nullable String photo(DemoDraw draw) {
        if (draw.percent(70)) {
            return null;
        }
        StringBuilder hash = new StringBuilder("\\x");
        for (int i = 0; i < HASH_LONGS; i++) {
            hash.append(HexFormat.of().toHexDigits(draw.next()));
        }
        return hash.toString();
    }
}
