package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in files and those of a site. */
final class JdeCatalogTest {
    private static final String GOOD = """
            table: F55QA01
            name: Inspection
            key: [Number]
            lastUpdate: {date: QAUPMJ, time: QAUPMT}
            columns:
              QADOCO: {name: Number, type: integer, digits: 8}
              QAUORG: {name: Quantity, type: decimal, digits: 15, decimals: 4}
              QATRDJ: {name: Day, type: date}
              QADL01: {name: Remark, type: text, length: 30}
            """;

    @TempDir
    private Path folder = Path.of("replaced");

    private JdeCatalog catalog() {
        return new JdeCatalog(Optional.of(new CatalogFolder(folder)));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    @Test
    void aFileOfTheSiteAddsATable() throws IOException {
        write("f55qa01.yaml", GOOD);
        write("README.md", "no catalog file");
        JdeTable table = catalog().find("F55qa01").orElseThrow();
        assertEquals(List.of("Number", "Quantity", "Day", "Remark", "LastUpdateDT"), table.names());
        assertEquals(List.of("QADOCO"), table.physicalKey());
        assertEquals("QAUPMT", table.lastUpdateTime());
        assertEquals("WorkOrder", catalog().find("F4801").orElseThrow().name());
    }

    @Test
    void aFileOfTheSiteGoesBeforeTheBuiltInOne() throws IOException {
        write("F0006.yml", GOOD.replace("F55QA01", "F0006"));
        assertEquals("Inspection", catalog().find("F0006").orElseThrow().name());
        assertEquals(
                "BusinessUnit", JdeCatalog.BUILT_IN.find("F0006").orElseThrow().name());
    }

    @Test
    void theConfigurationIsCheckedAgainstTheSitesFiles() throws IOException {
        write("F55QA01.yaml", GOOD);
        JdeSite site = new JdeSite(
                Optional.empty(),
                JdeSite.Trim.RIGHT,
                ZoneId.of("UTC"),
                Map.of(),
                Optional.empty(),
                Optional.of(folder));
        SourceConfig source = new SourceConfig(
                "JDE",
                "jdbc:postgresql://localhost/none",
                Optional.empty(),
                Secret.none(),
                1,
                1,
                List.of(),
                Duration.ofMinutes(1),
                Optional.of(site));
        JdeFetcher fetcher = new JdeFetcher();
        var good = TestSource.table("Inspection", "jde", null, "F55QA01", Map.of(), "Number");
        assertEquals(List.of(), fetcher.problems(good, source));
        assertTrue(fetcher.problems(good).get(0).startsWith("sourceTable: 'F55QA01' is not in the catalog"));
        var wrong = TestSource.table("Inspection", "jde", null, "F55QA02", Map.of(), "Number");
        assertTrue(fetcher.problems(wrong, source).get(0).contains("Did you mean F55QA01?"));
    }

    @Test
    void aFolderThatIsNotThereOrHasTwoFilesForATableIsRefused() throws IOException {
        JdeCatalog nowhere = new JdeCatalog(Optional.of(new CatalogFolder(folder.resolve("nowhere"))));
        assertTrue(message(nowhere, "F4801").contains("nowhere cannot be read (NoSuchFileException)"));
        write("F55QA01.yaml", GOOD);
        write("F55QA01.yml", GOOD);
        assertTrue(message(catalog(), "F4801").endsWith("two files for one table: F55QA01.yaml and F55QA01.yml"));
    }

    /** What is replaced in a good file, by what, and what the message says then. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    key: [Number]     | key: [Numbr]          | , line 3: key: no column has the name Numbr. Did you mean Number?
                    key: [Number]     | key: [Number, Number] | , line 3: key: names a column twice
                    key: [Number]     | key: []               | , line 3: key: expected a list of names
                    'key: [Number]
                    '                 | ''                    | , line 1: key: is missing
                    , time: QAUPMT    | ''                    | , line 4: lastUpdate.time: is missing
                    QAUPMJ            | QA UPMJ               | , line 4: lastUpdate.date: 'QA UPMJ' is no physical column
                    type: date        | type: dat             | , line 8: columns.QATRDJ.type: there is no rule 'dat'. Did you mean date?
                    type: date        | type: date, length: 6 | , line 8: columns.QATRDJ.length: unknown key.
                    ', digits: 8'     | ''                    | , line 6: columns.QADOCO.digits: is missing
                    'digits: 8'       | 'digits: 19'          | , line 6: columns.QADOCO.digits: expected a number from 1 to 18
                    'decimals: 4'     | 'decimals: 16'        | , line 7: columns.QAUORG.decimals: expected a number from 0 to 15
                    'decimals: 4'     | 'decimals: 4, currency: QADOCO' | , line 7: columns.QAUORG: currency: no text column is QADOCO.
                    name: Day         | name: number          | , line 8: columns.QATRDJ: the name number is that of QADOCO already
                    name: Day         | name: LastUpdateDT    | , line 8: columns.QATRDJ: the name LastUpdateDT is that of lastUpdate already
                    QATRDJ            | QADOCO                | , line 8: columns.QADOCO: stands twice
                    QATRDJ            | qatrdj                | , line 8: columns.qatrdj: 'qatrdj' is no physical column
                    table: F55QA01    | table: F55QA02        | , line 1: table: the file's name says F55QA01, not F55QA02
                    'columns:'        | 'colums:'             | , line 5: colums: unknown key. Did you mean columns?
                    name: Inspection  | name:                 | , line 2: name: expected a text
                    key: [Number]     | key: [Number          | , line 4: not valid YAML:
                    """)
    void aWrongFileIsRefusedWithItsLine(String part, String replacement, String message) throws IOException {
        assertTrue(GOOD.contains(part), part);
        write("F55QA01.yaml", GOOD.replace(part, replacement));
        String expected = "Catalog file " + folder.resolve("F55QA01.yaml") + message;
        String actual = message(catalog(), "F55QA01");
        assertTrue(actual.startsWith(expected), actual);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        write("F55QA01.yaml", "# nothing");
        assertTrue(message(catalog(), "F55QA01").endsWith("F55QA01.yaml: the file is empty"));
        write("F55QA01.yaml", "- F55QA01");
        assertTrue(message(catalog(), "F55QA01").endsWith("line 1: the file: expected keys with values"));
    }

    private static String message(JdeCatalog catalog, String table) {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> catalog.find(table));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        return String.valueOf(failure.getMessage());
    }
}
