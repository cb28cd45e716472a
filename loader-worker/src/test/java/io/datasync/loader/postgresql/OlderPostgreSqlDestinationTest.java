package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.loader.TestingDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OlderPostgreSqlDestinationTest extends PostgreSqlDestinationTest {
    @Override
    protected TestingDatabase newDatabase() {
        return PostgreSqlTestDatabase.older();
    }

    @Test
    void theServerIsTheOldestThatIsSupported() {
        assertEquals(List.of("15"), query("SELECT current_setting('server_version_num')::int / 10000"));
    }
}
