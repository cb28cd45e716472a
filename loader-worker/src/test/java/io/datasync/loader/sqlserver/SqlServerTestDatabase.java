package io.datasync.loader.sqlserver;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.config.Secret;
import io.datasync.database.ConnectionPools;
import io.datasync.database.ControlSchema;
import io.datasync.database.SqlDialect;
import io.datasync.loader.Destination;
import io.datasync.loader.TestingDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two schemas of the test server, gone when it is closed. */
final class SqlServerTestDatabase implements TestingDatabase {
    private static final int CONNECTIONS = 4;

    private final String schema = "t_" + UUID.randomUUID().toString().substring(0, 8);
    private final String control = schema + "_control";
    private final Upsert upsert;

    SqlServerTestDatabase(Upsert upsert) {
        this.upsert = upsert;
        execute("CREATE SCHEMA " + schema);
        DestinationConfig config = config(false);
        try (HikariDataSource pool = ConnectionPools.destination(config, 2)) {
            ControlSchema.migrate(pool, config);
        }
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.SQLSERVER;
    }

    @Override
    public DestinationConfig config(boolean createTables) {
        return new DestinationConfig(
                DestinationConfig.Type.SQLSERVER,
                TestSqlServer.url(),
                Optional.of(property("user")),
                Secret.of(property("password")),
                schema,
                control,
                createTables,
                upsert,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
    }

    private static String property(String name) {
        Matcher found = Pattern.compile(";" + name + "=([^;]*)").matcher(TestSqlServer.url());
        return found.find() ? found.group(1) : "";
    }

    @Override
    public Destination open(DestinationConfig config) {
        return new SqlServerDestination(config, 1000, ConnectionPools.destination(config, CONNECTIONS));
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = TestSqlServer.connect();
        if (TestSqlServer.isBabelfish()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("EXEC sp_babelfish_configure 'babelfishpg_tsql.escape_hatch_rowversion', 'ignore'");
            }
        }
        return connection;
    }

    @Override
    public String text(int maxLength) {
        return "nvarchar(" + (maxLength == 0 ? "max" : Integer.toString(maxLength)) + ")";
    }

    @Override
    public String timestamp(int precision) {
        return "datetime2(" + precision + ")";
    }

    @Override
    public String timestampTz(int precision) {
        return "datetimeoffset(" + precision + ")";
    }

    @Override
    public String binary() {
        return "varbinary(max)";
    }

    @Override
    public String bool() {
        return "bit";
    }

    @Override
    public String tablesAndIndexes() {
        String own = "SELECT t.name AS name FROM sys.tables AS t WHERE t.schema_id = SCHEMA_ID('" + schema
                + "') UNION ALL SELECT i.name + CASE WHEN i.is_disabled = 1 THEN ' off' ELSE '' END FROM sys.indexes AS i"
                + " JOIN sys.tables AS t ON t.object_id = i.object_id WHERE i.name IS NOT NULL AND t.schema_id = SCHEMA_ID('"
                + schema + "')";
        String staging = TestSqlServer.isBabelfish()
                ? ""
                : " UNION ALL SELECT name FROM tempdb.sys.tables WHERE name LIKE '#Staging%'";
        return "SELECT name FROM (" + own + staging + ") AS names ORDER BY name";
    }

    @Override
    public String rowVersion(String alias) {
        return "CAST(" + alias + ".version AS bigint)";
    }

    @Override
    public String rowVersionColumn() {
        return ", version rowversion";
    }

    @Override
    public String waitingForLocks() {
        return TestSqlServer.isBabelfish()
                ? "SELECT pid FROM pg_catalog.pg_stat_activity WHERE wait_event_type = 'Lock'"
                : "SELECT session_id FROM sys.dm_exec_requests WHERE blocking_session_id <> 0";
    }

    @Override
    public String survivesDeadlocks() {
        return "SET DEADLOCK_PRIORITY HIGH";
    }

    @Override
    public void close() {
        for (String owner : List.of(schema, control)) {
            drop(
                    "SELECT 'CONSTRAINT', OBJECT_NAME(parent_object_id), name FROM sys.foreign_keys WHERE schema_id = SCHEMA_ID('"
                            + owner + "')",
                    owner);
            drop(
                    "SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END, CAST(TABLE_NAME AS nvarchar(128)), '' FROM"
                            + " INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = '" + owner + "' ORDER BY 1 DESC",
                    owner);
            execute("DROP SCHEMA " + owner);
        }
    }

    /** Drops what a query names by kind, table and name; names are quoted here, as Babelfish's QUOTENAME harms them. */
    private static void drop(String query, String owner) {
        for (List<String> found : query(query)) {
            String table = SqlDialect.SQLSERVER.quote(owner, found.get(1));
            execute(
                    found.get(0).equals("CONSTRAINT")
                            ? "ALTER TABLE " + table + " DROP CONSTRAINT " + SqlDialect.SQLSERVER.quote(found.get(2))
                            : "DROP " + found.get(0) + " " + table);
        }
    }

    static void execute(String sql) {
        try (Connection connection = TestSqlServer.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    private static List<List<String>> query(String sql) {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection = TestSqlServer.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(List.of(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
        return found;
    }
}
