package io.datasync.demo;

import io.datasync.demo.DemoWorld.Lot;
import io.datasync.demo.DemoWorld.Order;
import io.datasync.demo.DemoWorld.Part;
import java.util.stream.LongStream;

/** F3111: a unit is an order, and has a row per component. */
record PartsLists(DemoWorld world) implements DemoTable {
    @Override
    public String name() {
        return "jde.f3111";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().orders());
    }

    @Override
    public void write(long unit, RowWriter out) {
        Order order = world.order(unit);
        int parts = world.partsOf(order);
        for (int line = 0; line < parts; line++) {
            write(order, world.part(order, line), out);
        }
    }

    private void write(Order order, Part part, RowWriter out) {
        long key = order.number() * 10 + part.line();
        DemoDraw draw = world.draw("F3111", key);
        Lot lot = part.lot();
        boolean issued = order.isComplete() || (order.status().compareTo("40") >= 0 && draw.percent(50));
        out.number(key).text(order.type()).number(order.number()).number((part.line() + 1) * 10L);
        out.number(lot.item().number()).text(lot.item().code()).text(issued ? lot.plant() : order.plant());
        out.text(issued ? lot.location() : "").text(issued ? lot.number() : "");
        out.number(part.needed())
                .number(issued ? part.needed() : 0)
                .text(lot.item().unit());
        out.number(draw.between(1, Routings.MOST_OPERATIONS) * Routings.STEP).text(draw.percent(70) ? "I" : "B");
        out.number(draw.percent(20) ? draw.between(50, 500) : 0);
        out.date(order.created().toLocalDate().plusDays(draw.between(1, 5)));
        out.audit(draw, "P3111", order.changed()).endRow();
    }
}
