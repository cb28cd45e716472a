package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlDialectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Item",
                "select",
                "two words",
                "a\"b",
                "\"",
                "\"\"; DROP TABLE x; --",
                "a'b",
                "a\\b",
                "a]b",
                "a.b",
                "Größe_\uD83D\uDE00",
                "line\nbreak",
                " ",
                "$1",
                "?",
                "{fn now()}",
                "123456789012345678901234567890123456789012345678901234567890123"
            })
    void postgreSqlTakesAnyNameAsItIs(String name) throws SQLException {
        TestPostgreSql.Schema schema = TestPostgreSql.newSchema();
        String table = SqlDialect.POSTGRESQL.quote(schema.name(), name);
        String column = SqlDialect.POSTGRESQL.quote(name);
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("CREATE TABLE " + table + " (" + column + " integer)");
            try (ResultSet tables = statement.executeQuery(
                    "SELECT relname FROM pg_class WHERE relnamespace = '" + schema.name() + "'::regnamespace")) {
                assertTrue(tables.next());
                assertEquals(name, tables.getString(1));
                assertFalse(tables.next());
            }
            try (ResultSet rows = statement.executeQuery("SELECT " + column + " FROM " + table)) {
                assertEquals(name, rows.getMetaData().getColumnName(1));
            }
        }
    }

    @Test
    void sqlServerNamesStandInBrackets() {
        assertEquals("\"a]b[c\"\"\"", SqlDialect.SQLSERVER.quote("a]b[c\""));
        assertEquals("[dbo].\"x]; DROP TABLE y; --\"", SqlDialect.SQLSERVER.quote("dbo", "x]; DROP TABLE y; --"));
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatTheProductWouldChangeOrRefuseIsRefused(SqlDialect dialect) {
        assertRefused(() -> dialect.quote(""));
        assertRefused(() -> dialect.quote("a\0b"));
        assertRefused(() -> dialect.quote("x".repeat(129)));
    }

    @Test
    void postgreSqlCountsBytesAndSqlServerCharacters() {
        String name = "ü".repeat(32);
        assertRefused(() -> SqlDialect.POSTGRESQL.quote(name));
        assertEquals("[" + name + "]", SqlDialect.SQLSERVER.quote(name));
        assertEquals("[" + "ü".repeat(128) + "]", SqlDialect.SQLSERVER.quote("ü".repeat(128)));
    }

    private static void assertRefused(Executable quoting) {
        assertEquals(
                ErrorCode.CONFIGURATION,
                assertThrows(DataSyncException.class, quoting).code());
    }
}
