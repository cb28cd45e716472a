package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DatabaseAdviceTest {
    private static final String URL = "jdbc:sqlserver://db:1433;databaseName=Reporting";

    @Test
    void nothingIsSaidOfADatabaseThatIsAsItShouldBe() {
        assertEquals(List.of(), DatabaseAdvice.of(URL, "Reporting", true));
        assertEquals(List.of(), DatabaseAdvice.of(URL + ";encrypt=strict", "Reporting", true));
    }

    @Test
    void readCommittedSnapshotIsRecommendedWithTheStatementToRun() {
        List<String> advice = DatabaseAdvice.of(URL, "Re]porting", false);
        assertEquals(1, advice.size());
        assertTrue(
                advice.get(0).contains("ALTER DATABASE \"Re]porting\" SET READ_COMMITTED_SNAPSHOT ON"), advice.get(0));
    }

    @Test
    void aConnectionWithoutEncryptionIsSaid() {
        assertEquals(
                List.of("the URL turns encryption off: rows cross the network as they are"),
                DatabaseAdvice.of(URL + "; Encrypt = False", "Reporting", true));
    }
}
