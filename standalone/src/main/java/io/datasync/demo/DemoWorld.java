package io.datasync.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

/**
 * The things the tables tell of, each a function of its index and the seed, so that a row can refer to another table's rows
 * without anything being kept in memory.
 */
final class DemoWorld {
    static final long FIRST_ORDER = 400_000;
    static final long FIRST_ITEM = 60_000;
    static final long FIRST_ADDRESS = 1_000;
    /** Implied decimals of quantities and unit costs: the stored number is the value times this. */
    static final long UNIT = 10_000;

    private static final long RECENT_SECONDS = 90 * 60;
    private static final long HISTORY_SECONDS = 400L * 24 * 60 * 60;
    private static final List<String> OPEN_STATUSES = List.of("10", "20", "30", "40", "60");

    private final DemoOptions options;
    private final DemoSize size;
    private final boolean live;

    private DemoWorld(DemoOptions options, boolean live) {
        this.options = options;
        this.size = DemoSize.of(options.scale());
        this.live = live;
    }

    /** The world as the seeded source shows it: what happened is spread over the 400 days before the reference. */
    static DemoWorld seeded(DemoOptions options) {
        return new DemoWorld(options, false);
    }

    /** The same world, for rows that are made later: all of them happen now. */
    static DemoWorld live(DemoOptions options, Instant now) {
        return new DemoWorld(new DemoOptions(options.seed(), options.scale(), now, options.siteZone()), true);
    }

    DemoSize size() {
        return size;
    }

    DemoDraw draw(String kind, long index) {
        return new DemoDraw(options.seed(), kind, index);
    }

    /**
     * When the {@code index}-th of {@code count} things happened. The last 1 in 400, at least 10, happened in the last 90
     * minutes, so that an hourly look-back always finds rows it has seen before.
     */
    Instant happened(long index, long count) {
        if (live || index >= count) {
            return options.reference();
        }
        long later = count - index;
        long recent = Math.max(10, count / 400);
        long secondsAgo = later <= recent
                ? RECENT_SECONDS * later / recent
                : RECENT_SECONDS + HISTORY_SECONDS * (later - recent) / Math.max(1, count - recent);
        return options.reference().minusSeconds(secondsAgo);
    }

    /** When something that happened was last changed: up to 20 days later, but never after the reference. */
    Instant changed(Instant happened, DemoDraw draw) {
        Instant changed = happened.plusSeconds(draw.between(0, 20 * 24 * 60 * 60));
        return live || changed.isAfter(options.reference().minusSeconds(RECENT_SECONDS)) ? happened : changed;
    }

    LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, options.siteZone());
    }

    Item item(long index) {
        DemoDraw draw = draw("item", index);
        boolean made = index < size.madeItems();
        String thing = draw.pick(made ? DemoWords.MADE_THINGS : DemoWords.BOUGHT_THINGS);
        return new Item(
                FIRST_ITEM + index,
                (made ? "FG-" : "RM-") + (10_000 + index),
                draw.pick(DemoWords.ADJECTIVES) + " " + thing,
                made ? "EA" : draw.pick(DemoWords.BOUGHT_UNITS),
                made,
                draw.between(made ? 40 * UNIT : UNIT / 20, made ? 900 * UNIT : 60 * UNIT));
    }

    /** The first 85 of 100 orders are closed (a few of them cancelled), the others are under way. */
    Order order(long index) {
        DemoDraw draw = draw("order", index);
        Item item = item(draw.below((int) size.madeItems()));
        String plant = DemoWords.rightJustified(draw.pick(DemoWords.PLANTS));
        long quantity = draw.between(1, 500) * UNIT;
        String closed = draw.percent(3) ? "99" : "95";
        String status = index < size.orders() * 85 / 100 ? closed : draw.pick(OPEN_STATUSES);
        Instant created = happened(index, size.orders());
        return new Order(
                index,
                FIRST_ORDER + index,
                item,
                plant,
                status,
                quantity,
                local(created),
                local(changed(created, draw)));
    }

    /** A component of an order; its lot is what it was, or will be, issued from. Lines count from 0. */
    Part part(Order order, int line) {
        DemoDraw draw = draw("part", order.index() * 10 + line);
        long boughtItem = draw.below((int) size.boughtItems());
        long lotsOfItem = size.boughtLots() / size.boughtItems();
        Lot lot = boughtLot(boughtItem + draw.between(0, lotsOfItem - 1) * size.boughtItems());
        long perUnit = lot.item().unit().equals("EA") ? draw.between(1, 8) * UNIT : draw.between(500, 5 * UNIT);
        return new Part(line, lot, order.quantity() / UNIT * perUnit);
    }

    /** How many components an order has: 3 to 7. */
    int partsOf(Order order) {
        return 3 + draw("parts", order.index()).below(5);
    }

    /** Each twelfth order is rework. */
    static String orderType(long number) {
        return number % 12 == 0 ? "WR" : "WO";
    }

    Lot madeLot(Order order) {
        return new Lot(
                order.lotNumber(), order.plant(), order.item(), location("made", order.index()), 0, order.number());
    }

    /** Bought items take turns, so that each has its lots whatever the scale. */
    Lot boughtLot(long index) {
        DemoDraw draw = draw("lot", index);
        return new Lot(
                "L" + DemoWords.zeroPadded(index, 7),
                DemoWords.rightJustified(draw.pick(DemoWords.PLANTS)),
                item(size.madeItems() + index % size.boughtItems()),
                location("bought", index),
                address(draw, 5, 3),
                0);
    }

    /** The number of an address of the kind given by the last digits of its index, see {@link Addresses}. */
    long address(DemoDraw draw, int firstDigit, int digits) {
        return FIRST_ADDRESS + draw.below((int) (size.addresses() / 10)) * 10L + firstDigit + draw.below(digits);
    }

    String location(String kind, long index) {
        DemoDraw draw = draw("location-" + kind, index);
        return draw.pick(DemoWords.AISLES) + "." + (1 + draw.below(9)) + "."
                + DemoWords.zeroPadded(1 + draw.below(40), 2);
    }

    /** @param unitCost with 4 implied decimals */
    record Item(long number, String code, String description, String unit, boolean made, long unitCost) {}

    /** @param quantity with 4 implied decimals */
    record Order(
            long index,
            long number,
            Item item,
            String plant,
            String status,
            long quantity,
            LocalDateTime created,
            LocalDateTime changed) {

        /** Whether it was made and its lot is there; cancelled ones were not. */
        boolean isComplete() {
            return status.equals("95");
        }

        String type() {
            return orderType(number);
        }

        String lotNumber() {
            return "WO" + number;
        }

        /** The quantity in parts per hundred, rounded down to whole units. */
        long share(long percent) {
            return quantity / UNIT * percent / 100 * UNIT;
        }
    }

    /** @param needed quantity with 4 implied decimals */
    record Part(int line, Lot lot, long needed) {}

    /** Bought from a supplier, or made by an order; the other one is 0. */
    record Lot(String number, String plant, Item item, String location, long supplier, long order) {}
}
