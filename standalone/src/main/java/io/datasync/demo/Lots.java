package io.datasync.demo;

import io.datasync.demo.DemoWorld.Lot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;

/** F4108: a unit is 2 × a bought lot's index, or 2 × a completed order's + 1. */
record Lots(DemoWorld world) implements DemoTable {
    private static final List<String> STATUSES = List.of("", "", "", "", "", "", "", "", "Q", "H");

    @Override
    public String name() {
        return "jde.f4108";
    }

    @Override
    public LongStream units() {
        LongStream made = LongStream.range(0, world.size().orders())
                .filter(order -> world.order(order).isComplete())
                .map(order -> 2 * order + 1);
        return LongStream.concat(bought(LongStream.range(0, world.size().boughtLots())), made);
    }

    static LongStream bought(LongStream lots) {
        return lots.map(lot -> 2 * lot);
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("F4108", unit);
        boolean bought = unit % 2 == 0;
        long count = bought ? world.size().boughtLots() : world.size().orders();
        Lot lot = bought ? world.boughtLot(unit / 2) : world.madeLot(world.order(unit / 2));
        Instant created = world.happened(unit / 2, count);
        LocalDateTime changed = world.local(world.changed(created, draw));
        LocalDate onHand = world.local(created).toLocalDate();
        out.text(lot.number())
                .text(lot.plant())
                .number(lot.item().number())
                .text(lot.item().code());
        out.text(lot.item().description()).text(draw.pick(STATUSES));
        out.number(draw.percent(80) ? 100_000 : draw.between(85_000, 99_999)).text(draw.percent(30) ? "A" : "");
        out.number(lot.supplier()).text(bought ? "S" + draw.between(1_000_000, 9_999_999) : "");
        out.number(lot.order()).text(bought ? "" : DemoWorld.orderType(lot.order()));
        if (draw.percent(40)) {
            out.date(onHand.plusDays(draw.between(30, 1_500)));
        } else {
            out.number(0);
        }
        out.date(onHand).audit(draw, "P4108", changed).endRow();
    }
}
