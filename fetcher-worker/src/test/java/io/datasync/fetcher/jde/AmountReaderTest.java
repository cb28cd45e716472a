package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.TestSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amounts whose implied decimals are those of the currency of their row, as F0013 has them. */
final class AmountReaderTest {
    private static final TableConfig VOUCHER = TestSource.table("Voucher", "jde", null, "F55QA02", Map.of(), "Number");

    private final TestSource source = new TestSource();

    @TempDir
    private Path folder = Path.of("replaced");

    @BeforeEach
    void createTables() throws IOException {
        Files.writeString(folder.resolve("F55QA02.yaml"), """
                table: F55QA02
                name: Voucher
                key: [Number]
                lastUpdate: {date: QAUPMJ, time: QAUPMT}
                columns:
                  QADOCO: {name: Number, type: integer, digits: 8}
                  QAFAP:  {name: Open, type: decimal, digits: 9, decimals: 3, currency: QACRCD}
                  QACRCD: {name: Currency, type: text, length: 3}
                  QAACR:  {name: Gross, type: decimal, digits: 9, decimals: 3, currency: QACRCD}
                  QAAG:   {name: Domestic, type: decimal, digits: 9, decimals: 3}
                """);
        source.execute(
                "CREATE TABLE f55qa02 (qadoco NUMERIC(8), qafap NUMERIC(15), qacrcd CHAR(3), qaacr NUMERIC(15), qaag NUMERIC(15),"
                        + " qaupmj NUMERIC(6), qaupmt NUMERIC(6))",
                "CREATE TABLE f0013 (cvcrcd CHAR(3), cvcdec CHAR(1))",
                "INSERT INTO f0013 VALUES ('USD', '2'), ('JPY', '0'), ('KWD', '3'), ('CLF', '4'), ('OLD', ' ')");
    }

    private void insert(int number, @Nullable String currency, @Nullable Long amount) {
        source.execute("INSERT INTO f55qa02 VALUES (" + number + ", " + amount + ", "
                + (currency == null ? "NULL" : "'" + currency + "'") + ", " + amount + ", " + amount + ")");
    }

    private FetchedRows fetch() {
        JdeSite site = new JdeSite(
                Optional.empty(),
                JdeSite.Trim.RIGHT,
                ZoneId.of("UTC"),
                Map.of(),
                Optional.empty(),
                Optional.of(folder));
        SourceConfig config = source.config(Duration.ofMinutes(1), site);
        return FetchedRows.of(new JdeFetcher().open(TestSource.request(VOUCHER, config, null), source.dataSource()));
    }

    @Test
    void eachRowHasTheDecimalsOfItsCurrency() {
        insert(1, "USD", 12_345L);
        insert(2, "JPY", -12_345L);
        insert(3, "KWD", 12_345L);
        insert(4, "CLF", -12_340L);
        insert(5, " ", 12_345L);
        insert(6, null, 12_345L);
        insert(7, "JPY", null);
        insert(8, "JPY", 999_999L);
        FetchedRows fetched = fetch();
        List<@Nullable Object> expected = Arrays.asList(
                new BigDecimal("123.450"),
                new BigDecimal("-12345.000"),
                new BigDecimal("12.345"),
                new BigDecimal("-1.234"),
                new BigDecimal("12.345"),
                new BigDecimal("12.345"),
                null,
                new BigDecimal("999999.000"));
        assertEquals(List.of(), fetched.rejects());
        assertEquals(expected, fetched.column("Open"));
        assertEquals(fetched.column("Open"), fetched.column("Gross"));
        assertEquals(new BigDecimal("-12.345"), fetched.column("Domestic").get(1), "not an amount in a currency");
    }

    @Test
    void whatHasNoPlaceInTheColumnIsRejected() {
        insert(1, "CLF", 12_345L);
        insert(2, "JPY", 1_000_000L);
        insert(3, "XXX", 1L);
        insert(4, "OLD", 1L);
        insert(5, "CLF", 10_000_000_000L);
        FetchedRows fetched = fetch();
        assertEquals(
                List.of(
                        "Column Open has 3 decimals, the value has more",
                        "Column Open has 9 digits, the value has more",
                        "Column Open has a currency that F0013 has no decimals for",
                        "Column Open has a currency that F0013 has no decimals for",
                        "Column Open has 9 digits, the value has more"),
                fetched.rejects().stream().map(Throwable::getMessage).toList());
    }

    @Test
    void withoutF0013NothingIsRead() {
        source.execute("DROP TABLE f0013");
        DataSyncException failure = assertThrows(DataSyncException.class, this::fetch);
        assertEquals(ErrorCode.SOURCE_QUERY, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("f0013"), failure.toString());
    }
}
