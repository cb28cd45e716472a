package io.datasync.demo;

/**
 * How many of each thing there are at a scale.
 *
 * @param items items, of which the first {@code madeItems} are made and the others bought
 * @param ledgerNumbers unique keys of the item ledger; about one in a hundred of them is still free
 */
record DemoSize(
        long orders,
        long items,
        long madeItems,
        long boughtLots,
        long ledgerNumbers,
        long addresses,
        long inspections) {

    static DemoSize of(double scale) {
        long items = Math.max(40, Math.round(2_000 * Math.sqrt(scale)));
        long madeItems = items * 3 / 10;
        return new DemoSize(
                Math.max(20, Math.round(12_000 * scale)),
                items,
                madeItems,
                Math.max(items - madeItems, Math.round(8_000 * scale)),
                Math.max(202, Math.round(121_200 * scale)),
                Math.max(30, Math.round(1_500 * Math.sqrt(scale))),
                Math.max(50, Math.round(30_000 * scale)));
    }

    long boughtItems() {
        return items - madeItems;
    }
}
