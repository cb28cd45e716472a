package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of a real PostgreSQL, and of SQL Server by their numbers. */
final class SqlFailureTest {
    private static TestPostgreSql.Schema schema;

    @BeforeAll
    static void makeTables() throws SQLException {
        schema = TestPostgreSql.newSchema();
        try (Connection connection = schema.connect()) {
            run(connection, "CREATE TABLE a (id integer)");
            run(connection, "CREATE TABLE b (id integer)");
        }
    }

    @Test
    void aRefusedConnectionIsUnavailable() {
        // Nobody listens on port 1.
        SQLException failure = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/postgres", "u", "p"));
        assertEquals(SqlFailure.UNAVAILABLE, SqlFailure.of(failure));
    }

    /** The embedded server trusts everybody, so it is the user that it does not know. */
    @Test
    void anUnknownUserIsALoginFailure() {
        SQLException failure = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(TestPostgreSql.server().jdbcUrl(), "nobody", "wrong"));
        assertEquals(SqlFailure.LOGIN, SqlFailure.of(failure));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STATEMENT | SELEC 1",
                "STATEMENT | SELECT * FROM missing",
                "STATEMENT | SELECT missing FROM a",
                "STATEMENT | SELECT 1/0",
                "STATEMENT | SET statement_timeout = 1; SELECT pg_sleep(5)",
                "UNAVAILABLE | SELECT pg_terminate_backend(pg_backend_pid())"
            })
    void aStatementFailsAs(SqlFailure expected, String sql) throws SQLException {
        try (Connection connection = schema.connect()) {
            SQLException failure = assertThrows(SQLException.class, () -> run(connection, sql));
            assertEquals(expected, SqlFailure.of(failure), failure::getSQLState);
        }
    }

    @Test
    void aLockThatIsNotGivenIsBusy() throws SQLException {
        try (Connection holder = schema.connect();
                Connection waiter = schema.connect()) {
            holder.setAutoCommit(false);
            run(holder, "LOCK TABLE a");
            SQLException failure =
                    assertThrows(SQLException.class, () -> run(waiter, "SET lock_timeout = 50; SELECT * FROM a"));
            assertEquals(SqlFailure.BUSY, SqlFailure.of(failure));
            holder.rollback();
        }
    }

    @Test
    void aDeadlockIsBusy() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        FutureTask<SqlFailure> one = new FutureTask<>(() -> lockBoth("a", "b", bothHoldOne));
        FutureTask<SqlFailure> other = new FutureTask<>(() -> lockBoth("b", "a", bothHoldOne));
        new Thread(one, "one").start();
        new Thread(other, "other").start();
        SqlFailure first = one.get(60, TimeUnit.SECONDS);
        SqlFailure second = other.get(60, TimeUnit.SECONDS);
        assertTrue(first == SqlFailure.BUSY || second == SqlFailure.BUSY, first + " " + second);
    }

    /** STATEMENT if the other one was chosen as the victim. */
    private static SqlFailure lockBoth(String first, String second, CyclicBarrier bothHoldOne) throws Exception {
        try (Connection connection = schema.connect()) {
            connection.setAutoCommit(false);
            run(connection, "LOCK TABLE " + first);
            bothHoldOne.await(30, TimeUnit.SECONDS);
            run(connection, "LOCK TABLE " + second);
            return SqlFailure.STATEMENT;
        } catch (SQLException failure) {
            return SqlFailure.of(failure);
        }
    }

    @Test
    void anUnknownDatabaseIsALoginFailure() {
        String url = TestPostgreSql.server().jdbcUrl("missing");
        SQLException failure =
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url, schema.user(), ""));
        assertEquals(SqlFailure.LOGIN, SqlFailure.of(failure));
    }

    /** A pool hides what the driver said behind a time-out of its own. */
    @Test
    void aPoolsTimeOutMeansWhatItsCauseMeans() {
        SQLException login = new SQLException("Login failed for user 'x'", "S0001", 18456);
        SQLException waited = new SQLTransientConnectionException("request timed out after 15000ms", "S0001", login);
        assertEquals(SqlFailure.LOGIN, SqlFailure.of(waited));
        assertEquals(
                "Opening: Login failed for user 'x'",
                SqlFailure.destination("Opening", waited).getMessage());
        assertEquals(
                SqlFailure.BUSY, SqlFailure.of(new SQLTransientConnectionException("request timed out after 15000ms")));
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, 40001, 1205",
        "BUSY, S0045, 1222",
        "BUSY, S0005, 3960",
        "BUSY, S0005, 3961",
        "BUSY, S0001, 1204",
        "BUSY, S0001, 701",
        "BUSY, S0001, 8645",
        "BUSY, S0001, 8651",
        "BUSY, S0005, 3966",
        "BUSY, S0001, 10928",
        "BUSY, S0001, 10929",
        "BUSY, S0001, 40501",
        "UNAVAILABLE, S0001, 40197",
        "UNAVAILABLE, S0001, 40613",
        "UNAVAILABLE, S0001, 49918",
        "UNAVAILABLE, S0001, 49919",
        "UNAVAILABLE, S0001, 49920",
        "UNAVAILABLE, S0001, 42108",
        "UNAVAILABLE, S0001, 4221",
        "UNAVAILABLE, 08S01, 0",
        "UNAVAILABLE, 08001, 0",
        "LOGIN, S0001, 18456",
        "LOGIN, S0001, 4060",
        "LOGIN, S0001, 18486",
        "STATEMENT, S0002, 208",
        "STATEMENT, 23000, 2627",
        "STATEMENT, HYT00, 0"
    })
    void aSqlServerNumberMeans(SqlFailure expected, String state, int number) {
        assertEquals(expected, SqlFailure.of(new SQLException("message", state, number)));
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, 72000, 1017",
        "LOGIN, 72000, 28000",
        "LOGIN, 72000, 28001",
        "LOGIN, 72000, 1045",
        "STATEMENT, 72000, 1008",
        "STATEMENT, S0001, 1017"
    })
    void anOracleNumberMeans(SqlFailure expected, String state, int number) {
        assertEquals(expected, SqlFailure.of(new SQLException("message", state, number)));
    }

    @Test
    void aFailureWithoutStateIsTheStatements() {
        assertEquals(SqlFailure.STATEMENT, SqlFailure.of(new SQLException("message")));
    }

    @Test
    void sourceAndDestinationHaveTheirOwnCodes() {
        SQLException busy = new SQLException("deadlock detected", "40P01");
        DataSyncException source = SqlFailure.source("Reading F4111", busy);
        DataSyncException destination = SqlFailure.destination("Loading LotUsage", busy);
        assertEquals(ErrorCode.SOURCE_UNAVAILABLE, source.code());
        assertEquals(ErrorCode.DESTINATION_BUSY, destination.code());
        assertEquals("Loading LotUsage: deadlock detected", destination.getMessage());
        assertEquals(busy, destination.getCause());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
