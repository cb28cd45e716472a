package io.datasync.demo;

import io.datasync.demo.DemoWorld.Item;
import java.math.BigDecimal;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** mis_characteristic: a unit is a characteristic; each made item has two. */
record Characteristics(DemoWorld world) implements DemoTable {
    @Override
    public String name() {
        return "cms.mis_characteristic";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, seeded());
    }

    private long seeded() {
        return world.size().madeItems() * 2;
    }

    @Override
    public void write(long unit, RowWriter out) {
        Characteristic it = characteristic(unit);
        var updated = world.local(world.happened(unit, seeded()));
        out.text(it.code()).text(it.item().code()).text(it.description()).text(it.unit());
        BigDecimal target = it.target();
        out.value(target == null ? null : target.subtract(it.tolerance())).value(target);
        out.value(target == null ? null : target.add(it.tolerance())).value(it.critical());
        out.value(updated.toLocalDate()).value(updated).endRow();
    }

    Characteristic characteristic(long unit) {
        DemoDraw draw = world.draw("characteristic", unit);
        Item item = world.item(unit / 2 % world.size().madeItems());
        boolean measured = !draw.percent(15);
        return new Characteristic(
                "CH-" + DemoWords.zeroPadded(unit, 6),
                item,
                measured ? draw.pick(DemoWords.FEATURES) : "Visual check: no scratches",
                measured ? "mm" : null,
                measured ? BigDecimal.valueOf(draw.between(1_000_000, 500_000_000), 6) : null,
                BigDecimal.valueOf(draw.between(5_000, 90_000), 6),
                draw.percent(20));
    }

    /** The unit and the target are null for a yes/no check. */
    record Characteristic(
            String code,
            Item item,
            String description,
            @Nullable String unit,
            @Nullable BigDecimal target,
            BigDecimal tolerance,
            boolean critical) {}
}
