package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig;
import io.datasync.database.SqlDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a person should know of a destination database that works, but could work better. */
final class DatabaseAdvice {
    private static final String SETTINGS = """
            SELECT name, CAST(is_read_committed_snapshot_on AS int)
              FROM sys.databases
             WHERE name = DB_NAME()""";

    private static final Pattern NOT_ENCRYPTED =
            Pattern.compile(";\\s*encrypt\\s*=\\s*(false|no|optional)", Pattern.CASE_INSENSITIVE);

    private DatabaseAdvice() {}

    static List<String> of(Connection connection, DestinationConfig config) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            boolean found = rows.next();
            return of(config.url(), found ? rows.getString(1) : "", found && rows.getInt(2) == 1);
        }
    }

    /** The advice for a database whose readers take no locks, or do. */
    static List<String> of(String url, String database, boolean readCommittedSnapshot) {
        List<String> advice = new ArrayList<>();
        if (!readCommittedSnapshot) {
            advice.add(
                    "READ_COMMITTED_SNAPSHOT is off: who reads a table waits while a batch goes into it, and loads wait for"
                            + " readers. Run ALTER DATABASE " + SqlDialect.SQLSERVER.quote(database)
                            + " SET READ_COMMITTED_SNAPSHOT ON while nobody else is connected");
        }
        if (NOT_ENCRYPTED.matcher(url).find()) {
            advice.add("the URL turns encryption off: rows cross the network as they are");
        }
        return advice;
    }
}
