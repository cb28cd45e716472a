package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.index;
import static io.datasync.loader.sqlserver.TestingColumns.indexed;
import static io.datasync.loader.sqlserver.TestingColumns.load;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.primaryKey;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Statements that Babelfish understands and then refuses, as it does not have them: its parser knows all of T-SQL, so that
 * a mistake in them shows without SQL Server, where other tests run them.
 */
@ExtendWith(TestSqlServer.Present.class)
final class SqlServerSyntaxTest {
    private final SqlServerTable lot = indexed(
            table(
                    notNull("LotId", SqlServerType.of("int")),
                    column("Status]", nvarchar(10)),
                    column("LastUpdateDT", scaled("datetime2", 6))),
            primaryKey("LotId"));

    @Test
    void whatBabelfishDoesNotHaveItUnderstandsAtLeast() throws SQLException {
        assumeTrue(TestSqlServer.isBabelfish(), "The statements are run by other tests");
        MassStatements mass = new MassStatements(lot);
        SqlServerIndex plain = index("IX]1", false, false, "Status]");
        List<String> statements = new ArrayList<>();
        for (Optional<String> lastUpdate : List.of(Optional.of("LastUpdateDT"), Optional.<String>empty())) {
            statements.add(new UpsertStatements(load(lot, 1, lastUpdate)).merge());
        }
        statements.add(new UpsertStatements(load(lot, 3, Optional.empty())).merge());
        statements.add(mass.disable(plain));
        statements.add(mass.rebuild(plain));
        statements.addAll(mass.switchIn("S").subList(1, 2));
        try (Connection connection = TestSqlServer.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                String message = String.valueOf(refused.getMessage());
                assertTrue(message.contains("is not currently supported in Babelfish"), message + "\n" + sql);
            }
        }
    }
}
