package io.datasync.demo;

import io.datasync.demo.DemoWorld.Order;
import java.time.LocalDate;
import java.util.stream.LongStream;

/** F4801: a unit is an order. */
record WorkOrders(DemoWorld world) implements DemoTable {
    @Override
    public String name() {
        return "jde.f4801";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().orders());
    }

    @Override
    public void write(long unit, RowWriter out) {
        Order order = world.order(unit);
        DemoDraw draw = world.draw("F4801", unit);
        LocalDate ordered = order.created().toLocalDate();
        LocalDate start = ordered.plusDays(draw.between(1, 5));
        long scrapped = order.isComplete() && draw.percent(15) ? order.share(draw.between(1, 4)) : 0;
        out.text(order.type()).number(order.number());
        out.text((order.type().equals("WO") ? "Build " : "Rework ")
                + order.item().description());
        out.text(order.plant()).text(order.status()).text(draw.percent(10) ? "1" : "5");
        out.number(world.address(draw, 0, 5)).number(world.address(draw, 8, 2));
        out.date(ordered).date(start).date(start.plusDays(draw.between(2, 20)));
        if (order.isComplete()) {
            out.date(order.changed().toLocalDate());
        } else {
            out.number(0);
        }
        out.number(order.item().number()).text(order.item().code()).number(order.quantity());
        out.number(scrapped).number(order.isComplete() ? order.quantity() - scrapped : 0);
        out.text(order.item().unit()).text(order.isComplete() ? order.lotNumber() : "");
        out.number(ItemLedger.extended(order.quantity(), order.item().unitCost()));
        out.number(draw.between(150, 90_000));
        out.audit(draw, "P48013", order.changed()).endRow();
    }
}
