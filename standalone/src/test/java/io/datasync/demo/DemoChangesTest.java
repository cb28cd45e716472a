package io.datasync.demo;

import static io.datasync.demo.DemoDatabase.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoChangesTest {
    private static final DemoOptions OPTIONS = DemoDatabase.options(7, 0.02);
    private static final Instant NOW = DemoDatabase.REFERENCE.plus(Duration.ofMinutes(4));
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("jde.f4801", "wadoco"),
            Map.entry("jde.f4111", "ilukid"),
            Map.entry("jde.f4101", "imitm"),
            Map.entry("jde.f41021", "(liitm, limcu, lilocn, lilotn)"),
            Map.entry("jde.f4108", "(iolotn, iomcu, ioitm)"),
            Map.entry("jde.f3111", "wmukid"),
            Map.entry("jde.f3112", "(wldoco, wlmcu, wlopsq, wlopsc)"),
            Map.entry("jde.f0101", "aban8"),
            Map.entry("jde.f0005", "(drsy, drrt, drky)"),
            Map.entry("cms.mis_characteristic", "code"),
            Map.entry("cms.mis_data", "id"),
            Map.entry("cms.mis_nonconformance", "id"));
    private static final Map<String, String> STAMPS = Map.of(
            "jde.f4801", "(waupmj, watday)",
            "jde.f4111", "(ilcrdj, iltday)",
            "jde.f4101", "(imupmj, imtday)",
            "jde.f41021", "(liupmj, litday)",
            "jde.f4108", "(ioupmj, iotday)",
            "jde.f3111", "(wmupmj, wmtday)",
            "jde.f3112", "(wlupmj, wltday)",
            "jde.f0101", "(abupmj, abupmt)",
            "jde.f0005", "(drupmj, drupmt)");

    private DemoDatabase source;

    @BeforeEach
    void createTheSource() throws SQLException {
        source = DemoDatabase.seeded(OPTIONS);
    }

    @Test
    void everyTableIsChangedByAsManyRowsAsAreReported() throws SQLException {
        Map<String, Map<String, String>> before = contents();
        Map<String, DemoChange> changes = change(NOW);
        assertEquals(before.keySet(), changes.keySet());
        Map<String, Map<String, String>> after = contents();
        for (DemoChange change : changes.values()) {
            Map<String, String> old = at(before, change.table());
            Map<String, String> rows = at(after, change.table());
            assertTrue(rows.keySet().containsAll(old.keySet()), change.table());
            assertEquals(change.inserted(), rows.size() - old.size(), change.table());
            long different = old.entrySet().stream()
                    .filter(row -> !row.getValue().equals(rows.get(row.getKey())))
                    .count();
            assertEquals(change.updated(), different, change.table());
            assertTrue(change.updated() > 0, change.table());
            assertTrue(change.inserted() > 0 || change.table().equals("cms.mis_nonconformance"), change.table());
        }
    }

    @Test
    void aLookBackOfThreeHoursFindsEveryChangedRow() throws SQLException {
        Map<String, Map<String, String>> before = contents();
        Map<String, DemoChange> changes = change(NOW);
        LocalDateTime from = local(NOW.minus(Duration.ofHours(3)));
        for (String table : changes.keySet()) {
            Map<String, String> found = rows(table, "WHERE " + sinceStamp(table, from));
            Map<String, String> old = at(before, table);
            rows(table, "")
                    .forEach((key, row) -> assertTrue(
                            row.equals(old.get(key)) || row.equals(found.get(key)), () -> table + " " + key));
        }
    }

    @Test
    void lateCommitsAreStampedAnHourAgoAndTheOthersNow() throws SQLException {
        Map<String, DemoChange> changes = change(NOW);
        for (DemoChange change : changes.values()) {
            long now = stamped(change.table(), local(NOW));
            long late = stamped(change.table(), local(NOW.minus(Duration.ofHours(1))));
            assertEquals(change.lateCommits(), late, change.table());
            long posted = change.table().equals("jde.f4111") ? change.updated() : 0;
            assertEquals(change.inserted() + change.updated() - posted - late, now, change.table());
        }
        assertTrue(changes.values().stream()
                        .filter(change -> change.lateCommits() > 0)
                        .count()
                >= 11);
    }

    @Test
    void lateLedgerRowsHaveKeysBelowTheHighestOne() throws SQLException {
        long highest = source.number("SELECT max(ilukid) FROM jde.f4111");
        DemoChange change = at(change(NOW), "jde.f4111");
        assertEquals(
                change.lateCommits(),
                source.number(
                        "SELECT count(*) FROM jde.f4111 WHERE ilukid < ? AND (ilukid - 7000000) % 101 = 100", highest));
    }

    @Test
    void newWorkOrdersComeWithTheirPartsAndRoutings() throws SQLException {
        long last = source.number("SELECT max(wadoco) FROM jde.f4801");
        DemoChange change = at(change(NOW), "jde.f4801");
        String with = "SELECT count(*) FROM jde.f4801 WHERE wadoco > ? AND wasrst < '90'"
                + " AND EXISTS (SELECT FROM jde.f3111 WHERE wmdoco = wadoco)"
                + " AND EXISTS (SELECT FROM jde.f3112 WHERE wldoco = wadoco)";
        assertEquals(change.inserted(), source.number(with, last));
    }

    @Test
    void theSameDayMakesTheSameChanges() throws SQLException {
        change(NOW);
        List<String> sums = source.checksums();
        createTheSource();
        change(NOW);
        assertEquals(sums, source.checksums());
    }

    @Test
    void anotherDayChangesMore() throws SQLException {
        Map<String, DemoChange> first = change(NOW);
        long orders = source.number("SELECT count(*) FROM jde.f4801");
        Map<String, DemoChange> second = change(NOW.plus(Duration.ofMinutes(10)));
        assertEquals(first.keySet(), second.keySet());
        assertEquals(orders + at(second, "jde.f4801").inserted(), source.number("SELECT count(*) FROM jde.f4801"));
    }

    /** What was written an hour ago and is committed now cannot have been changed by anybody in between. */
    @Test
    void noRowsStampGoesBack() throws SQLException {
        // Several days within an hour, so that rows are chosen again that were just changed.
        for (int day = 0; day < 6; day++) {
            Map<String, Map<String, String>> before = stamps();
            change(NOW.plus(Duration.ofMinutes(5L * day)));
            Map<String, Map<String, String>> after = stamps();
            for (String table : KEYS.keySet()) {
                at(before, table).forEach((key, stamp) -> {
                    String now = at(at(after, table), key);
                    assertTrue(now.compareTo(stamp) >= 0, table + " " + key + " went from " + stamp + " to " + now);
                });
            }
        }
    }

    /** The stamps by key, as text that sorts as they do. */
    private Map<String, Map<String, String>> stamps() throws SQLException {
        Map<String, Map<String, String>> stamps = new HashMap<>();
        for (Map.Entry<String, String> table : KEYS.entrySet()) {
            String jde = STAMPS.get(table.getKey());
            String stamp = jde == null ? "last_update::text" : "format('%s %s', " + padded(jde) + ")";
            Map<String, String> rows = new HashMap<>();
            for (String row : source.rows(
                    "SELECT concat((" + table.getValue() + ")::text, '|', " + stamp + ") FROM " + table.getKey())) {
                int bar = row.lastIndexOf('|');
                rows.put(row.substring(0, bar), row.substring(bar + 1));
            }
            stamps.put(table.getKey(), rows);
        }
        return stamps;
    }

    /** {@code (date, time)} as two texts of six digits each. */
    private static String padded(String pair) {
        return pair.replaceAll("[a-z]+", "lpad($0::text, 6, '0')")
                .replace("(lpad", "lpad")
                .replaceAll("\\)$", "");
    }

    private Map<String, DemoChange> change(Instant now) throws SQLException {
        return new DemoChanges(source.database(), OPTIONS)
                .apply(now).stream().collect(Collectors.toMap(DemoChange::table, Function.identity()));
    }

    private Map<String, Map<String, String>> contents() throws SQLException {
        Map<String, Map<String, String>> contents = new HashMap<>();
        for (String table : KEYS.keySet()) {
            contents.put(table, rows(table, ""));
        }
        return contents;
    }

    private Map<String, String> rows(String table, String where) throws SQLException {
        String query = "SELECT " + KEYS.get(table) + "::text || '|' || it::text FROM " + table + " AS it " + where;
        return source.rows(query).stream()
                .collect(Collectors.toMap(row -> row.substring(0, row.indexOf('|')), Function.identity()));
    }

    private long stamped(String table, LocalDateTime stamp) throws SQLException {
        return source.number("SELECT count(*) FROM " + table + " WHERE " + comparedTo(table, "=", stamp));
    }

    private static String sinceStamp(String table, LocalDateTime from) {
        return comparedTo(table, ">=", from);
    }

    private static String comparedTo(String table, String operator, LocalDateTime stamp) {
        String jde = STAMPS.get(table);
        return jde == null
                ? "last_update " + operator + " '" + stamp + "'"
                : jde + " " + operator + " (" + DemoStamp.date(stamp.toLocalDate()) + ", "
                        + DemoStamp.time(stamp.toLocalTime()) + ")";
    }

    private static LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, OPTIONS.siteZone());
    }
}
