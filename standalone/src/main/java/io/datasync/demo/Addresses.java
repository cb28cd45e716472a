package io.datasync.demo;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.LongStream;

/** F0101: a unit is an address; by its last digit 0 to 4 are customers, 5 to 7 suppliers, 8 and 9 employees. */
record Addresses(DemoWorld world) implements DemoTable {
    @Override
    public String name() {
        return "jde.f0101";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().addresses());
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("F0101", unit);
        String type = unit % 10 < 5 ? "C" : unit % 10 < 8 ? "V" : "E";
        String name = type.equals("E")
                ? draw.pick(DemoWords.PEOPLE)
                : draw.pick(DemoWords.COMPANIES) + " " + (unit / 10 + 1) + " " + draw.pick(DemoWords.COMPANY_FORMS);
        Instant created = world.happened(unit, world.size().addresses());
        out.number(DemoWorld.FIRST_ADDRESS + unit).text(type + DemoWords.zeroPadded(unit, 6));
        out.text(draw.percent(70) ? "TX" + draw.between(10_000_000, 99_999_999) : "")
                .text(name);
        out.text(name.toUpperCase(Locale.ROOT).replace(" ", "")).text(DemoWords.rightJustified("1"));
        out.text(draw.percent(20) ? "G" : "").text(type).text(draw.percent(5) ? "H" : "");
        if (draw.percent(3)) {
            out.text(null);
        } else {
            out.date(world.local(created).toLocalDate());
        }
        out.text(draw.percent(50) ? "" : "R" + draw.below(9));
        out.audit(draw, "P01012", world.local(world.changed(created, draw))).endRow();
    }
}
