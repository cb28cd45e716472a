package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/writing-a-fetcher.md works, and the page shows it as it is. */
final class WritingAFetcherTest {
    @Test
    void theExampleReadsItsFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("items.csv"), "1;one\nx;two\n3;three; grün\n");
        TestSource source = new TestSource();
        TableConfig table = TestSource.table("Item", "csv", null, null, Map.of("file", file.toString()), "Id");
        FetcherTypes types = new FetcherTypes(List.of(new CsvFetcher()));
        assertEquals(List.of(), types.problems(table, null));
        FetchedRows fetched = FetchedRows.of(types.get("csv").open(source.request(table, null), source.dataSource()));
        assertEquals(List.of(List.of(1L, "one"), List.of(3L, "three; grün")), fetched.rows());
        assertEquals("x;two", fetched.rejectedRows().get(0).get("line"));
    }

    @Test
    void thePageShowsTheExampleAsItIs() throws Exception {
        String page = Files.readString(root().resolve("docs/writing-a-fetcher.md"));
        String example =
                Files.readString(root().resolve("fetcher-worker/src/test/java/io/datasync/fetcher/CsvFetcher.java"));
        String code = example.substring(example.indexOf("/** Reads lines"));
        assertTrue(page.contains("```java\n" + code + "```"), "docs/writing-a-fetcher.md differs from CsvFetcher.java");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("fetcher-worker") ? here.resolve("..") : here;
    }
}
