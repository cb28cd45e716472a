package io.datasync.loader.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mssqlserver.MSSQLServerContainer;

/**
 * The server that the SQL Server tests run against: the one of {@value #VARIABLE}, with user and password in the URL, or
 * else one in a container. Where neither is to be had, each test is skipped by name and says how to run it.
 */
final class TestSqlServer {
    static final String VARIABLE = "DATASYNC_TEST_SQLSERVER_URL";

    /** Tests of the contract that want what Babelfish does not have. */
    private static final Map<String, String> NOT_ON_BABELFISH = Map.of(
            "withPrepurgeDataTheTableIsEmptiedAndFilledByDirectCopy", "ALTER INDEX",
            "theNextMassTakesOverIndexesThatWereNeverRestored", "ALTER INDEX",
            "indexesAreDroppedForTheLoadAndCreatedAgainWhereTheMassSaysSo", "an index's own name in its catalog",
            "datesAndTimesThatAreThereAlreadyAreUnchanged", "an EXCEPT that finds each datetimeoffset equal to itself",
            "hundredsOfNanosecondsAreStored", "fractions of a second finer than a microsecond");

    private static final String IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";

    private TestSqlServer() {}

    /** The URL with user and password. */
    static String url() {
        return Holder.SERVER.orElseThrow().url();
    }

    static Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** A server. */
    private record Server(String url, boolean babelfish) {
        static Server at(String url) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT @@VERSION")) {
                rows.next();
                return new Server(url, rows.getString(1).contains("Babelfish"));
            } catch (SQLException failure) {
                throw new IllegalStateException("The server of " + VARIABLE + " does not answer", failure);
            }
        }
    }

    /** Class loading starts the container once; it ends with the JVM. */
    private static final class Holder {
        static final Optional<Server> SERVER = find();

        private static Optional<Server> find() {
            String url = System.getenv(VARIABLE);
            if (url != null && !url.isBlank()) {
                return Optional.of(Server.at(url));
            } else if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.empty();
            }
            @SuppressWarnings("resource")
            MSSQLServerContainer container = new MSSQLServerContainer(IMAGE).acceptLicense();
            container.start();
            return Optional.of(Server.at(container.getJdbcUrl() + ";user=" + container.getUsername() + ";password="
                    + container.getPassword() + ";encrypt=false"));
        }
    }

    /** Runs a test only where there is a server; asked for each test, so that each one is reported. */
    static final class Present implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isEmpty()) {
                return ConditionEvaluationResult.enabled("decided for each test");
            } else if (Holder.SERVER.isPresent()) {
                String missing =
                        NOT_ON_BABELFISH.get(context.getRequiredTestMethod().getName());
                return missing != null && isBabelfish()
                        ? ConditionEvaluationResult.disabled(
                                "Babelfish does not have " + missing + ": run it against SQL Server")
                        : ConditionEvaluationResult.enabled("there is a server");
            }
            return ConditionEvaluationResult.disabled("Needs SQL Server: start Docker, or set " + VARIABLE
                    + " to jdbc:sqlserver://host:1433;databaseName=…;user=…;password=…");
        }
    }

    /** Runs a test only where the server is SQL Server itself, with all that Babelfish does not have. */
    static final class Genuine implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            ConditionEvaluationResult present = new Present().evaluateExecutionCondition(context);
            if (present.isDisabled()
                    || context.getTestMethod().isEmpty()
                    || !Holder.SERVER.orElseThrow().babelfish()) {
                return present;
            }
            return ConditionEvaluationResult.disabled(
                    "Babelfish has no MERGE, ALTER INDEX and SWITCH: run it against SQL Server");
        }
    }

    static boolean isBabelfish() {
        return Holder.SERVER.orElseThrow().babelfish();
    }
}
