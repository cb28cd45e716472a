package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.embedded.TestPostgreSql;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefusedLoginsTest {
    private final SQLException refusal = new SQLException("Login failed for user 'x'", "S0001", 18456);
    private final TestingDatabase database = new TestingDatabase();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RefusedLogins logins = new RefusedLogins(database, () -> now);

    private void assertRefusedAfterAsking(int times) {
        SQLException failure = assertThrows(SQLException.class, () -> logins.getConnection("x", "wrong"));
        assertEquals(SqlFailure.LOGIN, SqlFailure.of(failure));
        assertEquals(times, database.asked);
    }

    @Test
    void aRefusedLoginIsTriedAgainAfterAMinuteAndThenAfterTwiceAsLong() {
        database.failure = refusal;
        assertRefusedAfterAsking(1);
        assertRefusedAfterAsking(1);
        now = now.plusSeconds(59);
        assertRefusedAfterAsking(1);
        now = now.plusSeconds(1);
        assertRefusedAfterAsking(2);
        now = now.plusSeconds(119);
        assertRefusedAfterAsking(2);
        now = now.plusSeconds(1);
        assertRefusedAfterAsking(3);
    }

    @Test
    void thePauseGrowsToAnHour() {
        database.failure = refusal;
        for (int times = 1; times <= 10; times++) {
            assertRefusedAfterAsking(times);
            now = now.plus(Duration.ofHours(1));
        }
        assertRefusedAfterAsking(11);
        now = now.plus(Duration.ofMinutes(59));
        assertRefusedAfterAsking(11);
    }

    @Test
    void aLoginThatSucceedsEndsIt() throws SQLException {
        database.failure = refusal;
        assertRefusedAfterAsking(1);
        now = now.plusSeconds(60);
        database.failure = null;
        logins.getConnection("x", "right").close();
        database.failure = refusal;
        assertRefusedAfterAsking(3);
        now = now.plusSeconds(60);
        assertRefusedAfterAsking(4);
    }

    @Test
    void anyOtherFailureIsPassedOnAndTheNextCallAsksAgain() {
        SQLException down = new SQLException("connection refused", "08001");
        database.failure = down;
        for (int times = 1; times <= 3; times++) {
            assertSame(down, assertThrows(SQLException.class, logins::getConnection));
            assertEquals(times, database.asked);
        }
    }

    private static final class TestingDatabase implements DataSource {
        private @Nullable SQLException failure;
        private int asked;

        @Override
        public Connection getConnection() throws SQLException {
            asked++;
            if (failure != null) {
                throw failure;
            }
            return TestPostgreSql.newSchema().connect();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("not a wrapper");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
