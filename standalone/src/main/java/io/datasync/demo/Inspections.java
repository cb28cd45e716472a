package io.datasync.demo;

import io.datasync.demo.Characteristics.Characteristic;
import io.datasync.demo.DemoWorld.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** mis_data: a unit is a result. */
record Inspections(DemoWorld world) implements DemoTable {
    static final long FIRST_ID = 1;
    private static final int FAILING_PERCENT = 6;

    @Override
    public String name() {
        return "cms.mis_data";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, world.size().inspections());
    }

    boolean fails(long unit) {
        return world.draw("result", unit).percent(FAILING_PERCENT);
    }

    /** An order of about the same time: as far along in the orders as the result is in the results. */
    Order order(long unit) {
        long results = world.size().inspections();
        return world.order(Math.min(unit, results - 1) * world.size().orders() / results);
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("mis_data", unit);
        Order order = order(unit);
        long itemIndex = order.item().number() - DemoWorld.FIRST_ITEM;
        Characteristic checked = new Characteristics(world).characteristic(2 * itemIndex + draw.below(2));
        boolean fails = fails(unit);
        BigDecimal measured = measured(checked, fails, draw);
        Instant inspected = world.happened(unit, world.size().inspections());
        boolean retest = draw.percent(4);
        out.number(FIRST_ID + unit)
                .number(order.number())
                .text(order.item().code())
                .text(checked.code());
        out.value(draw.uuid()).number(1 + unit % 5).value(measured);
        out.value(measured == null ? null : measured.doubleValue() * 1.0001).text(checked.unit());
        out.text(fails ? draw.percent(50) ? "FAIL" : "REWORK" : "PASS").value(retest);
        out.text(draw.pick(DemoWords.PEOPLE))
                .value(world.local(inspected).toLocalDate())
                .value(inspected);
        out.value(world.local(world.changed(inspected, draw)));
        out.text(draw.percent(12) ? draw.pick(DemoWords.REMARKS) : null).endRow();
    }

    /** Within the tolerance, or outside of it if the result is to fail; null for a yes/no check. */
    private static @Nullable BigDecimal measured(Characteristic checked, boolean fails, DemoDraw draw) {
        BigDecimal target = checked.target();
        if (target == null) {
            return null;
        }
        long tolerance = checked.tolerance().unscaledValue().longValueExact();
        long off = fails ? tolerance + draw.between(1, tolerance) : draw.between(-tolerance, tolerance);
        return target.add(BigDecimal.valueOf(off, 6));
    }
}
