package io.datasync.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers as text. */
final class Numbers {
    private Numbers() {}

    /** Each value by its name, such as {@code broker 1.2, loader 3.4}. */
    static String each(Map<String, Double> values, String form) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(value -> value.getKey() + " " + of(value.getValue(), form))
                        .collect(Collectors.joining(", "));
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String of(double value, String form) {
        return String.format(Locale.ROOT, form, value);
    }
}
