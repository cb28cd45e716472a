package io.datasync.demo;

import io.datasync.demo.DemoWorld.Item;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** F4101: a unit is an item. */
record Items(DemoWorld world) implements DemoTable {
    private static final List<String> CATEGORIES = List.of("IND", "AUT", "MAR", "");

    @Override
    public String name() {
        return "jde.f4101";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().items());
    }

    @Override
    public void write(long unit, RowWriter out) {
        Item item = world.item(unit);
        DemoDraw draw = world.draw("F4101", unit);
        Instant created = world.happened(unit, world.size().items());
        out.number(item.number())
                .text(item.code())
                .text(draw.percent(60) ? "ALT" + draw.between(100_000, 999_999) : "");
        out.text(item.description()).text(draw.percent(20) ? "Rev. " + draw.between(1, 9) : "");
        out.text(item.description().toUpperCase(Locale.ROOT))
                .text(draw.pick(CATEGORIES))
                .text(draw.pick(CATEGORIES));
        out.text(item.unit()).text(item.made() ? "M" : "P").text("S").text(item.made() ? "IN30" : "IN10");
        out.text(item.made() ? "2" : "1").number(draw.percent(30) ? draw.between(30, 1_000) : 0);
        out.number(draw.between(1, 90)).text("KG");
        out.audit(draw, "P4101", world.local(world.changed(created, draw))).endRow();
    }
}
