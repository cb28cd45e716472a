package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a table that is copied; the server itself makes up its rows. */
record TableShape(String key, List<ShapeColumn> columns) {
    private static final int WIDE_COLUMNS = 60;
    private static final int MD5_IN_2_KB = 64;

    TableShape {
        columns = List.copyOf(columns);
    }

    /**
     * F4111, the item ledger, as the demo's source has it: the same columns and types, and values of about the same lengths.
     */
    static TableShape itemLedger() {
        String random = "abs(hashint8(i))";
        return new TableShape(
                "ilukid",
                List.of(
                        ShapeColumn.of("ilitm", "numeric(8,0)", "60000 + " + random + " % 4000"),
                        ShapeColumn.of("ilmcu", "char(12)", "lpad((1000 + 10 * (" + random + " % 5))::text, 12)"),
                        ShapeColumn.of(
                                "illocn",
                                "char(20)",
                                "chr((65 + i % 6)::int) || '-' || lpad((" + random + " % 400)::text, 3, '0')"),
                        ShapeColumn.of("illotn", "char(30)", "'L' || 20000000 + i / 7"),
                        ShapeColumn.of("ildoc", "numeric(8,0)", "800000 + i / 3"),
                        ShapeColumn.of("ildct", "char(2)", "(ARRAY['IM', 'IC', 'OV', 'IT', 'IA'])[1 + i % 5]"),
                        ShapeColumn.of("ildcto", "char(2)", "CASE WHEN i % 5 < 2 THEN 'WO' ELSE '' END"),
                        ShapeColumn.of("ildoco", "numeric(8,0)", "CASE WHEN i % 5 < 2 THEN 450000 + i / 20 ELSE 0 END"),
                        new ShapeColumn(
                                "ilipcd", "char(1)", "CASE WHEN " + random + " % 10 < 8 THEN 'P' ELSE 'X' END", "''"),
                        ShapeColumn.of("iltrdj", "numeric(6,0)", "125001 + i % 300"),
                        ShapeColumn.of("iltrum", "char(2)", "(ARRAY['EA', 'KG', 'LT'])[1 + i % 3]"),
                        new ShapeColumn(
                                "iltrex",
                                "char(30)",
                                "CASE WHEN i % 5 = 2 THEN 'Receipt – PO ' || 10000 + " + random
                                        + " % 90000 ELSE 'Issue to work order' END",
                                "'Before posting'"),
                        new ShapeColumn("iltrqt", "numeric(15,0)", random + " % 9000000 - 4500000", "iltrqt + 10000"),
                        ShapeColumn.of("iluncs", "numeric(15,0)", random + " % 2500000"),
                        ShapeColumn.of("ilpaid", "numeric(15,0)", random + " % 70000000 - 35000000"),
                        ShapeColumn.of("ilukid", "numeric(15,0) NOT NULL", "7000000 + i"),
                        ShapeColumn.of(
                                "iltday", "numeric(6,0)", "10000 * (i % 24) + 100 * (i % 60) + " + random + " % 60"),
                        ShapeColumn.of(
                                "iluser", "char(10)", "(ARRAY['JSMITH', 'MGARCIA', 'LCHEN', 'BATCH'])[1 + i % 4]"),
                        ShapeColumn.of("ilpid", "char(10)", "(ARRAY['P31113', 'P31114', 'P4312', 'P4113'])[1 + i % 4]"),
                        ShapeColumn.of("ilcrdj", "numeric(6,0)", "125001 + i % 300")));
    }

    /** The item ledger with a time of the last change, for what is fetched incrementally. */
    static TableShape stampedLedger() {
        TableShape ledger = itemLedger();
        List<ShapeColumn> columns = new ArrayList<>(ledger.columns());
        columns.add(ShapeColumn.of("changed_at", "timestamp", "timestamp '2026-01-01' + i * interval '1 second'"));
        return new TableShape(ledger.key(), columns);
    }

    /** A key, 59 more columns of mixed types, and two texts of 2 KB that hardly compress. */
    static TableShape wide() {
        List<ShapeColumn> columns = new ArrayList<>();
        columns.add(ShapeColumn.of("id", "bigint NOT NULL", "i"));
        for (int column = 1; column < WIDE_COLUMNS; column++) {
            columns.add(wideColumn(column));
        }
        for (String text : List.of("note_one", "note_two")) {
            columns.add(ShapeColumn.of(
                    text,
                    "text",
                    "(SELECT string_agg(md5(i || '" + text + "' || part), '') FROM generate_series(1, " + MD5_IN_2_KB
                            + ") AS part)"));
        }
        return new TableShape("id", columns);
    }

    private static ShapeColumn wideColumn(int column) {
        String name = "c" + column;
        return switch (column % 6) {
            case 0 -> ShapeColumn.of(name, "integer", "(i % " + (1000 + column) + ")::int");
            case 1 -> ShapeColumn.of(name, "numeric(18,4)", "(i * " + column + ")::numeric / 10000");
            case 2 -> ShapeColumn.of(name, "varchar(40)", "'value ' || i % 997 || ' of column " + column + "'");
            case 3 -> ShapeColumn.of(name, "timestamp", "timestamp '2024-01-01' + i * interval '1 minute'");
            case 4 -> ShapeColumn.of(name, "date", "date '2020-01-01' + (i % 2000)::int");
            default -> ShapeColumn.of(name, "double precision", "i / " + column + ".0::double precision");
        };
    }

    List<String> names() {
        return columns.stream().map(ShapeColumn::name).toList();
    }

    /** Names and types, as CREATE TABLE has them between brackets. */
    String definition() {
        return join(column -> column.name() + " " + column.type());
    }

    /** A query that makes up that many rows. */
    String madeUp(long rows) {
        return "SELECT " + join(ShapeColumn::value) + " FROM generate_series(1::bigint, " + rows + ") AS i";
    }

    /** What selects the rows of a table as they once were. */
    String olderColumns() {
        return join(ShapeColumn::older);
    }

    private String join(Function<ShapeColumn, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }
}
