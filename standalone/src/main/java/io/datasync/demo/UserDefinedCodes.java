package io.datasync.demo;

import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;

/** F0005: a unit is a code; those after the fixed ones are scrap reasons (31/RC). */
record UserDefinedCodes(DemoWorld world) implements DemoTable {
    private static final int KEY_WIDTH = 10;
    private static final List<Code> CODES = List.of(
            new Code("00", "DT", "WO", "Work Order"),
            new Code("00", "DT", "WR", "Rework Order"),
            new Code("00", "DT", "IM", "Inventory Issue to W.O."),
            new Code("00", "DT", "IC", "Inventory Completion"),
            new Code("00", "DT", "OV", "Purchase Receipt"),
            new Code("00", "DT", "IT", "Inventory Transfer"),
            new Code("00", "DT", "IA", "Inventory Adjustment"),
            new Code("00", "UM", "EA", "Each"),
            new Code("00", "UM", "KG", "Kilograms"),
            new Code("00", "UM", "MT", "Metres"),
            new Code("00", "UM", "LT", "Litres"),
            new Code("00", "SS", "10", "Entered"),
            new Code("00", "SS", "20", "Approved"),
            new Code("00", "SS", "30", "Parts list printed"),
            new Code("00", "SS", "40", "Released"),
            new Code("00", "SS", "60", "In process"),
            new Code("00", "SS", "95", "Closed"),
            new Code("00", "SS", "99", "Cancelled"),
            new Code("00", "PR", "1", "Urgent"),
            new Code("00", "PR", "5", "Normal"),
            new Code("01", "ST", "C", "Customers"),
            new Code("01", "ST", "V", "Suppliers"),
            new Code("01", "ST", "E", "Employees"),
            new Code("41", "L", "", "Available"),
            new Code("41", "L", "Q", "Quarantine"),
            new Code("41", "L", "H", "On hold – see QA"),
            new Code("41", "I", "M", "Manufactured"),
            new Code("41", "I", "P", "Purchased"),
            new Code("41", "9", "IN10", "Raw material"),
            new Code("41", "9", "IN30", "Finished goods"));
    private static final int REASONS = 70;

    @Override
    public String name() {
        return "jde.f0005";
    }

    @Override
    public LongStream units() {
        return LongStream.range(0, CODES.size() + REASONS);
    }

    @Override
    public void write(long unit, RowWriter out) {
        DemoDraw draw = world.draw("F0005", unit);
        Code code = unit < CODES.size() ? CODES.get((int) unit) : reason(unit - CODES.size());
        LocalDateTime updated = world.local(world.happened(unit, CODES.size() + REASONS));
        out.text(code.product())
                .text(code.type())
                .text(" ".repeat(KEY_WIDTH - code.key().length()) + code.key());
        out.text(code.description()).text("").text("").text(unit < CODES.size() ? "Y" : "N");
        out.text(draw.pick(DemoWords.USERS)).text("P0004A").date(updated.toLocalDate());
        out.text(draw.pick(DemoWords.WORK_STATIONS))
                .number(DemoStamp.time(updated.toLocalTime()))
                .endRow();
    }

    private static Code reason(long index) {
        String fault = DemoWords.FAULTS.get((int) (index % DemoWords.FAULTS.size()));
        return new Code("31", "RC", "R" + (100 + index), fault);
    }

    private record Code(String product, String type, String key, String description) {}
}
