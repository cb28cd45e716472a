package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.TestSource;
import io.datasync.fetcher.WithoutCopy;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as a result set, which is how any other database is read; and that both ways give the same values. */
final class JdbcFetcherWithoutCopyTest extends JdbcFetcherTest {
    @Override
    DataSource connections() {
        return WithoutCopy.of(super.connections());
    }

    /** Numbers of any size around the borders of long, 128 bits and the groups of the binary form; in text form without the Boolean. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", n % 2 = 0 h"})
    void copyAndResultSetGiveTheSameNumbers(String more) {
        assertSame(
                "SELECT n, (random() * 10 ^ (n % 30) * (-1) ^ n)::numeric(38, 6) a, (n * 7919)::numeric(12, 3) / 1000 b,"
                        + " (10::numeric ^ (n % 38) - (n % 2))::numeric(38, 0) c, ((-10)::numeric ^ (n % 19))::numeric(20, 0) d,"
                        + " (10::numeric ^ (-(n % 10)))::numeric(18, 9) e, n::numeric f, (n % 7)::numeric(1, 0) g"
                        + more + " FROM generate_series(1, 3000) n");
    }

    @Test
    void copyAndResultSetGiveTheSameValues() {
        assertSame("SELECT n, n::int2 a, n::int8 * 1e15::int8 b, random()::float4 c, random() * 1e300 d, n % 2 = 0 e,"
                + " repeat('ü', n % 50) f, repeat(' ', n % 3)::char(3) g, decode(md5(n::text), 'hex') h,"
                + " date '0001-01-01' + n * 1200 i, time '00:00' + n * interval '28.799999 s' j,"
                + " timestamp '1969-12-31 23:59:59' + n * interval '1.234567 s' k,"
                + " timestamptz '1970-01-01 00:00+00' - n * interval '1 day 1.000001 s' l, md5(n::text)::uuid m,"
                + " CASE WHEN n % 3 = 0 THEN n END o FROM generate_series(1, 3000) n");
    }

    private void assertSame(String query) {
        // The seed makes random() the same for both.
        var table = TestSource.table(
                "T", "jdbc", query.replaceFirst("FROM", "FROM (SELECT setseed(0.5)) seed,"), null, Map.of(), "n");
        FetchedRows copied = FetchedRows.of(new JdbcFetcher().open(source.request(table, null), super.connections()));
        FetchedRows read = FetchedRows.of(new JdbcFetcher().open(source.request(table, null), connections()));
        assertEquals(3_000, copied.rows().size() + copied.rejects().size());
        assertEquals(read.schema(), copied.schema());
        for (int row = 0; row < read.rows().size(); row++) {
            assertEquals(texts(read.rows().get(row)), texts(copied.rows().get(row)));
        }
        assertEquals(read.rejects().size(), copied.rejects().size());
    }

    private static List<String> texts(List<?> values) {
        return values.stream()
                .map(value -> value instanceof byte[] bytes
                        ? java.util.HexFormat.of().formatHex(bytes)
                        : String.valueOf(value))
                .toList();
    }
}
