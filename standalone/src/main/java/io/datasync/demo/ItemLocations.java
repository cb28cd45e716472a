package io.datasync.demo;

import io.datasync.demo.DemoWorld.Item;
import io.datasync.demo.DemoWorld.Lot;
import io.datasync.demo.DemoWorld.Order;
import java.time.Instant;
import java.util.stream.LongStream;

/**
 * F41021: a unit is 3 × a bought lot's index, or 3 × a completed order's + 1 for what it made, or 3 × an item's + 2 for its
 * primary location, which has no lot.
 */
record ItemLocations(DemoWorld world) implements DemoTable {
    @Override
    public String name() {
        return "jde.f41021";
    }

    @Override
    public LongStream units() {
        // Every second made lot has been shipped whole.
        LongStream made = LongStream.range(0, world.size().orders())
                .filter(order -> order % 2 == 0 && world.order(order).isComplete())
                .map(order -> 3 * order + 1);
        return LongStream.concat(
                LongStream.concat(bought(LongStream.range(0, world.size().boughtLots())), made),
                LongStream.range(0, world.size().items()).map(item -> 3 * item + 2));
    }

    static LongStream bought(LongStream lots) {
        return lots.map(lot -> 3 * lot);
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("F41021", unit);
        long index = unit / 3;
        switch ((int) (unit % 3)) {
            case 0 -> {
                Instant received = world.happened(index, world.size().boughtLots());
                write(world.boughtLot(index), received, draw, out);
            }
            case 1 -> {
                Order order = world.order(index);
                write(world.madeLot(order), world.happened(index, world.size().orders()), draw, out);
            }
            default -> {
                Item item = world.item(index);
                String plant = DemoWords.rightJustified(draw.pick(DemoWords.PLANTS));
                Lot noLot = new Lot("", plant, item, world.location("item", index), 0, 0);
                write(noLot, world.happened(index, world.size().items()), draw, out);
            }
        }
    }

    private void write(Lot lot, Instant received, DemoDraw draw, RowWriter out) {
        boolean primary = lot.number().isEmpty();
        long onHand = draw.between(0, 2_000) * DemoWorld.UNIT;
        out.number(lot.item().number()).text(lot.plant()).text(lot.location()).text(lot.number());
        out.text(primary ? "P" : "S").text(lot.item().made() ? "IN30" : "IN10");
        out.text(draw.percent(4) ? "Q" : "")
                .date(world.local(received).toLocalDate())
                .number(onHand);
        out.number(primary && draw.percent(10) ? draw.between(1, 50) * DemoWorld.UNIT : 0);
        out.number(!lot.item().made() && draw.percent(30) ? draw.between(1, 900) * DemoWorld.UNIT : 0);
        out.number(lot.item().made() && primary ? draw.between(0, 900) * DemoWorld.UNIT : 0);
        out.number(draw.percent(40) ? onHand / draw.between(2, 9) : 0).number(draw.percent(10) ? onHand / 10 : 0);
        out.audit(draw, "P4113", world.local(world.changed(received, draw))).endRow();
    }
}
