package io.datasync.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes JSON at random: values become odd ones of any type, and now and then bytes are lost, changed or repeated. */
public final class HostileJson {
    private static final Pattern VALUE =
            Pattern.compile("(?<=:|\\[|,)(\"(?:[^\"\\\\]|\\\\.)*\"(?!:)|-?\\d[\\d.eE+-]*|true|false|null|\\{}|\\[])");

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "2147483647",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "1e999999999",
            "-1e-999999999",
            "0.1",
            "9".repeat(2_000),
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"'; DROP TABLE x--\"",
            "\"../../..\"",
            "\"" + "x".repeat(100_000) + "\"",
            "\"+1000000000-01-01T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"int64\"",
            "\"text(2147483647)\"",
            "\"decimal(38,38)\"",
            "\"MASS\"",
            "{}",
            "[]",
            "[[]]",
            "{\"a\":1}",
            "[".repeat(5_000) + "]".repeat(5_000),
            "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000));

    private HostileJson() {}

    /** The text with one to three changes. */
    public static byte[] mutated(String text, Random random) {
        String changed = text;
        for (int times = random.nextInt(3); times >= 0; times--) {
            changed = withOddValue(changed, random);
        }
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(4) == 0 && bytes.length > 0 ? withOddBytes(bytes, random) : bytes;
    }

    private static String withOddValue(String text, Random random) {
        List<int[]> places = new ArrayList<>();
        // A text that was made long already has no place of its own.
        Matcher values = VALUE.matcher(text.length() > 20_000 ? "" : text);
        while (values.find()) {
            places.add(new int[] {values.start(), values.end()});
        }
        if (places.isEmpty()) {
            return text;
        }
        int[] place = places.get(random.nextInt(places.size()));
        return text.substring(0, place[0]) + ODD.get(random.nextInt(ODD.size())) + text.substring(place[1]);
    }

    private static byte[] withOddBytes(byte[] bytes, Random random) {
        int position = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[position] = (byte) random.nextInt();
            case 1 -> {
                return java.util.Arrays.copyOf(bytes, position);
            }
            default -> System.arraycopy(bytes, 0, bytes, position, Math.min(20, bytes.length - position));
        }
        return bytes;
    }
}
