package io.datasync.demo;

import io.datasync.demo.DemoWorld.Order;
import java.time.LocalDate;
import java.util.stream.LongStream;

/** F3112: a unit is an order, and has a row per operation. */
record Routings(DemoWorld world) implements DemoTable {
    static final int MOST_OPERATIONS = 4;
    /** Operations are numbered 10.00, 20.00 …, with two implied decimals. */
    static final long STEP = 1_000;

    @Override
    public String name() {
        return "jde.f3112";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().orders());
    }

    @Override
    public void write(long unit, RowWriter out) {
        Order order = world.order(unit);
        int operations = 2 + world.draw("operations", unit).below(MOST_OPERATIONS - 1);
        for (int operation = 1; operation <= operations; operation++) {
            write(order, operation, out);
        }
    }

    private void write(Order order, int operation, RowWriter out) {
        DemoDraw draw = world.draw("F3112", order.index() * 10 + operation);
        boolean done = order.isComplete();
        long scrapped = done && draw.percent(10) ? order.share(draw.between(1, 3)) : 0;
        long standard = draw.between(25, 4_000);
        LocalDate start = order.created().toLocalDate().plusDays(operation);
        out.number(order.number()).text(order.type()).text(DemoWords.rightJustified(draw.pick(DemoWords.WORK_CENTRES)));
        out.number(operation * STEP).text(draw.percent(5) ? "A" : "").text(order.plant());
        out.number(order.item().number()).text(draw.pick(DemoWords.OPERATIONS)).text(done ? "90" : order.status());
        out.date(start).date(start.plusDays(draw.between(0, 6))).number(order.quantity());
        out.number(done ? order.quantity() - scrapped : 0)
                .number(scrapped)
                .text(order.item().unit());
        out.number(standard).number(standard / 2).number(draw.between(0, 200));
        out.number(done ? standard * draw.between(80, 130) / 100 : 0);
        out.audit(draw, "P3112", order.changed()).endRow();
    }
}
