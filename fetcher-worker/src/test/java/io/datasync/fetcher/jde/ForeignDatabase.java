package io.datasync.fetcher.jde;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mssqlserver.MSSQLServerContainer;
import org.testcontainers.oracle.OracleContainer;

/**
 * A database that does not come with the build: the one whose URL, with user and password, is in a variable of the environment,
 * or else one in a container. Where neither is to be had, each test that needs it is skipped by name and says how to run it.
 */
enum ForeignDatabase {
    SQLSERVER("DATASYNC_TEST_SQLSERVER_URL", "jdbc:sqlserver://host:1433;databaseName=…;user=…;password=…") {
        @Override
        @SuppressWarnings("resource")
        String inContainer() {
            MSSQLServerContainer server =
                    new MSSQLServerContainer("mcr.microsoft.com/mssql/server:2022-latest").acceptLicense();
            server.start();
            return server.getJdbcUrl() + ";user=" + server.getUsername() + ";password=" + server.getPassword()
                    + ";encrypt=false";
        }
    },
    /** In a container as SYSTEM, who may ask for a snapshot. */
    ORACLE("DATASYNC_TEST_ORACLE_URL", "jdbc:oracle:thin:user/password@//host:1521/service") {
        @Override
        @SuppressWarnings("resource")
        String inContainer() {
            OracleContainer server = new OracleContainer("gvenzl/oracle-free:slim-faststart");
            server.start();
            return "jdbc:oracle:thin:system/" + server.getPassword() + "@//" + server.getHost() + ":"
                    + server.getOraclePort() + "/" + server.getDatabaseName();
        }
    },
    /** Runs on its own hardware only. */
    DB2_FOR_I("DATASYNC_TEST_DB2I_URL", "jdbc:as400://host/LIBRARY;user=…;password=…") {
        @Override
        String inContainer() {
            return "";
        }
    };

    private static final Map<ForeignDatabase, Optional<String>> FOUND = new EnumMap<>(ForeignDatabase.class);

    private final String variable;
    private final String example;

    ForeignDatabase(String variable, String example) {
        this.variable = variable;
        this.example = example;
    }

    /** Starts one and gives its URL; it ends with the JVM. Empty if there is no image of it. */
    abstract String inContainer();

    /** The URL with user and password, if there is one. */
    Optional<String> url() {
        synchronized (FOUND) {
            return FOUND.computeIfAbsent(this, ForeignDatabase::find);
        }
    }

    private static Optional<String> find(ForeignDatabase database) {
        String url = System.getenv(database.variable);
        if (url == null || url.isBlank()) {
            boolean hasImage = database != DB2_FOR_I;
            url = hasImage && DockerClientFactory.instance().isDockerAvailable() ? database.inContainer() : "";
        }
        return url.isEmpty() ? Optional.empty() : Optional.of(url);
    }

    private String wanted() {
        return "Needs " + this + ": " + (this == DB2_FOR_I ? "set " : "start Docker, or set ") + variable + " to "
                + example;
    }

    /** The database that each test of a class needs. */
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Present.class)
    @interface Needed {
        ForeignDatabase value();
    }

    /** Asked for each test, so that each one is reported. */
    static final class Present implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isEmpty()) {
                return ConditionEvaluationResult.enabled("decided for each test");
            }
            ForeignDatabase needed =
                    context.getRequiredTestClass().getAnnotation(Needed.class).value();
            return needed.url().isPresent()
                    ? ConditionEvaluationResult.enabled("there is one")
                    : ConditionEvaluationResult.disabled(needed.wanted());
        }
    }
}
