package io.datasync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import io.datasync.lifecycle.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config check} of a JDE site, with a data dictionary and currencies that are there to be asked. */
final class JdeConfigCheckTest {
    private final TestPostgreSql.Schema site = TestPostgreSql.newSchema();
    private final TestPostgreSql.Schema reporting = TestPostgreSql.newSchema();

    @TempDir
    private Path directory = Path.of("replaced");

    @Test
    void theRuleOfEachColumnIsThatOfTheLiveTables() throws IOException, SQLException {
        inSite(
                "CREATE TABLE f55qa01 (qadoco NUMERIC(8) PRIMARY KEY, qauorg NUMERIC(15), qasoqs NUMERIC(15), qafap NUMERIC(15),"
                        + " qacrcd CHAR(3), qaupmj NUMERIC(6), qaupmt NUMERIC(6))",
                "CREATE TABLE f9210 (frdtai CHAR(10), frcdec CHAR(1))",
                "INSERT INTO f9210 VALUES ('UORG', '5'), ('SOQS', '6')",
                "CREATE TABLE f0013 (cvcrcd CHAR(3), cvcdec CHAR(1))",
                "INSERT INTO f0013 VALUES ('USD', '2'), ('JPY', '0'), ('KWD', '3')");
        TestCommand check = check("--connect");
        assertEquals(ExitCodes.OK, check.code(), check.err());
        assertLines(
                check,
                "Inspection: QAUORG Quantity has 5 decimals (F9210: UORG)",
                "Inspection: QASOQS QuantityScrapped has 1 decimals (configuration: SOQS)",
                "Inspection: QAFAP Amount has 3 decimals (catalog), stored with those of the currency QACRCD (F0013: JPY 0, USD 2)");

        TestCommand unasked = check();
        assertEquals(ExitCodes.OK, unasked.code(), unasked.err());
        assertLines(
                unasked,
                "Inspection: QAUORG Quantity has 4 decimals (catalog, F9210 was not asked)",
                "Inspection: QAFAP Amount has 3 decimals (catalog, F9210 was not asked), stored with those of the currency QACRCD"
                        + " (F0013 was not asked)");
    }

    @Test
    void aDictionaryThatCannotBeReadIsAProblemOfItsTable() throws IOException {
        TestCommand check = check("--connect");
        assertEquals(ExitCodes.CONFIGURATION, check.code());
        assertTrue(check.err().contains("tables[0] Inspection: Cannot read from source JDE"), check.err());
        assertTrue(check.err().contains("f9210"), check.err());
    }

    private static void assertLines(TestCommand check, String... lines) {
        List<String> printed = check.out().lines().toList();
        for (String line : lines) {
            assertTrue(printed.contains(line), line + " is not in " + check.out());
        }
    }

    private TestCommand check(String... options) throws IOException {
        Files.createDirectories(directory.resolve("tables"));
        Files.writeString(directory.resolve("tables/F55QA01.yaml"), """
                table: F55QA01
                name: Inspection
                key: [Number]
                lastUpdate: {date: QAUPMJ, time: QAUPMT}
                columns:
                  QADOCO: {name: Number, type: integer, digits: 8}
                  QAUORG: {name: Quantity, type: decimal, digits: 15, decimals: 4}
                  QASOQS: {name: QuantityScrapped, type: decimal, digits: 15, decimals: 4}
                  QAFAP:  {name: Amount, type: decimal, digits: 15, decimals: 3, currency: QACRCD}
                  QACRCD: {name: Currency, type: text, length: 3}
                """);
        Path file = Files.writeString(directory.resolve("datasync.yaml"), """
                sources:
                  JDE:
                    url: "%s"
                    user: %s
                    jde: {catalog: tables, dictionarySchema: %s, impliedDecimals: {SOQS: 1}}
                destination: {url: "%s", user: %s, schema: %s, createTables: true}
                tables:
                  - {tableName: Inspection, sourceSystem: JDE, fetcher: jde, sourceTable: F55QA01, keyColumns: Number, mass: {interval: 1d}}
                """.formatted(
                site.jdbcUrl(), site.user(), site.name(), reporting.jdbcUrl(), reporting.user(), reporting.name()));
        String[] words = new String[options.length + 3];
        words[0] = "config";
        words[1] = "check";
        words[2] = file.toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return TestCommand.run(words);
    }

    private void inSite(String... statements) throws SQLException {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
