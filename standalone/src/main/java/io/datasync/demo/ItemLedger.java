package io.datasync.demo;

import io.datasync.demo.DemoWorld.Lot;
import io.datasync.demo.DemoWorld.Order;
import io.datasync.demo.DemoWorld.Part;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.stream.LongStream;

/**
 * F4111: a unit is a unique key, counted from the first one. The last of each 101 keys is left out: its number was handed
 * out to someone who has not committed yet.
 */
record ItemLedger(DemoWorld world) implements DemoTable {
    static final long FIRST_KEY = 7_000_000;
    static final int FREE_EVERY = 101;

    @Override
    public String name() {
        return "jde.f4111";
    }

    @Override
    public LongStream units() {
        return withoutFree(LongStream.range(0, world.size().ledgerNumbers()));
    }

    static LongStream withoutFree(LongStream units) {
        return units.filter(unit -> unit % FREE_EVERY != FREE_EVERY - 1);
    }

    /** What a quantity costs, with 2 implied decimals, from a quantity and a unit cost with 4 each. */
    static long extended(long quantity, long unitCost) {
        return quantity * unitCost / 1_000_000;
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("F4111", unit);
        Movement movement = movement(unit, draw);
        Lot lot = movement.lot();
        Instant instant = world.happened(unit, world.size().ledgerNumbers());
        LocalDateTime created = world.local(instant);
        out.number(lot.item().number()).text(lot.plant()).text(lot.location()).text(lot.number());
        out.number(800_000 + unit / 3).text(movement.type());
        out.text(movement.order() == 0 ? "" : DemoWorld.orderType(movement.order()))
                .number(movement.order());
        out.text(draw.percent(80) ? "P" : draw.percent(10) ? "X" : "");
        out.date(created.toLocalDate()).text(lot.item().unit()).text(movement.explanation());
        out.number(movement.quantity()).number(lot.item().unitCost());
        out.number(extended(movement.quantity(), lot.item().unitCost())).number(FIRST_KEY + unit);
        out.number(DemoStamp.time(created.toLocalTime())).text(draw.pick(DemoWords.USERS));
        out.text(movement.program()).date(created.toLocalDate()).endRow();
    }

    private Movement movement(long unit, DemoDraw draw) {
        Order order = orderAround(unit, draw);
        int kind = draw.below(100);
        if (kind < 30 && order.isComplete()) {
            Lot lot = world.madeLot(order);
            return new Movement("IC", "Completion", "P31114", lot, order.share(draw.between(5, 50)), order.number());
        }
        if (kind < 75) {
            Part part = world.part(order, draw.below(world.partsOf(order)));
            long issued = part.needed() / draw.between(1, 4);
            return new Movement("IM", "Issue to work order", "P31113", part.lot(), -issued, order.number());
        }
        Lot lot = world.boughtLot(draw.between(0, world.size().boughtLots() - 1));
        long quantity = draw.between(1, 900) * DemoWorld.UNIT;
        if (kind < 90) {
            return new Movement("OV", "Receipt – PO " + draw.between(10_000, 99_999), "P4312", lot, quantity, 0);
        }
        long signed = draw.percent(50) ? quantity : -quantity;
        return kind < 97
                ? new Movement("IT", "Transfer", "P4113", lot, signed, 0)
                : new Movement("IA", "Cycle count", "P4114", lot, signed / 20, 0);
    }

    /** An order of about the same time: as far along in the orders as the key is in the ledger. */
    private Order orderAround(long unit, DemoDraw draw) {
        long orders = world.size().orders();
        long index = Math.min(unit, world.size().ledgerNumbers() - 1)
                * orders
                / world.size().ledgerNumbers();
        return world.order(Math.max(0, index - draw.below(20)));
    }

    /** @param order the work order's number, 0 if there is none */
    private record Movement(String type, String explanation, String program, Lot lot, long quantity, long order) {}
}
