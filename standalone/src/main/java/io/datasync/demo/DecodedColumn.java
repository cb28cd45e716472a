package io.datasync.demo;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A column of a source table as the destination should have it.
 *
 * @param name in the destination
 * @param expression SQL that makes its value from the source's physical columns
 */
record DecodedColumn(String name, String expression) {
    static String join(List<DecodedColumn> columns, Function<DecodedColumn, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }
}
