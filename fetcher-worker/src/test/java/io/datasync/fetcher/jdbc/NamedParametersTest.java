package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedParametersTest {
    @Test
    void eachUseOfANameBecomesAQuestionMark() {
        NamedParameters parsed = parse("SELECT :now FROM t WHERE a>=:minimumDT AND b>=:minimumDT::date");
        assertEquals("SELECT ? FROM t WHERE a>=? AND b>=?::date", parsed.sql());
        assertEquals(List.of("now", "minimumDT", "minimumDT"), parsed.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ':now'",
                "SELECT 'it''s :now'",
                "SELECT E'it\\'s :now'",
                "SELECT e'\\\\' || ':now'",
                "SELECT \":now\" FROM t",
                "SELECT 1 -- :now",
                "SELECT 1 /* :now */",
                "SELECT 1 /* a /* :now */ :now */",
                "SELECT $$ :now ' $$",
                "SELECT $a$ $$ :now $b$ $a$",
                "SELECT a::text, '1'::int",
                "SELECT a[1:2]",
                "SELECT a[1 : n]",
                "SELECT '12:30'",
                "SELECT ':now",
                "SELECT /* :now",
                "SELECT $x$ :now",
                "SELECT x := 1",
                "SELECT 1 AS name' :now'",
                ""
            })
    void whatIsNoParameterStaysAsItIs(String query) {
        NamedParameters parsed = parse(query);
        assertEquals(query, parsed.sql());
        assertEquals(List.of(), parsed.names());
    }

    @Test
    void aCommentEndsAtItsLine() {
        assertEquals(List.of("now"), parse("SELECT 1 -- it's\n, :now").names());
    }

    @Test
    void aWordThatEndsInEStartsNoEscapeString() {
        assertEquals(List.of("now"), parse("SELECT date'\\', :now").names());
    }

    @Test
    void moneyAndPositionsAreNoDollarQuotes() {
        assertEquals(
                List.of("now"), parse("SELECT a$b$, :now, $1, $b$ :now $b$").names());
    }

    @Test
    void bracketsQuoteOnSqlServerOnly() {
        String query = "SELECT [a ' :now] FROM t WHERE b >= :minimumDT";
        assertEquals(
                List.of("minimumDT"),
                NamedParameters.parse(query, SourceProduct.SQLSERVER).names());
        assertEquals(List.of("now"), parse("SELECT a[:now]").names());
    }

    private static NamedParameters parse(String query) {
        return NamedParameters.parse(query, SourceProduct.POSTGRESQL);
    }
}
