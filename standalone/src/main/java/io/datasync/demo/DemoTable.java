package io.datasync.demo;

import java.util.stream.LongStream;

/** Makes the rows of one table. A unit is what the rows are made from: a row's index, or an order that has several rows. */
interface DemoTable {
    /** With its schema. */
    String name();

    /** The units of the seeded source; higher ones are there for later inserts. */
    LongStream units();

    /** Writes the unit's rows, with the columns in the order of the table's DDL. */
    void write(long unit, RowWriter out);
}
