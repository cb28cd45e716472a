package io.datasync.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.fetcher.jdbc.NaturalColumns;
import io.datasync.fetcher.jdbc.SourceColumn;
import io.datasync.fetcher.jdbc.SourceProduct;
import io.datasync.loader.postgresql.PostgreSqlTypeNames;
import io.datasync.loader.sqlserver.SqlServerTypeNames;
import io.datasync.loader.target.TargetType;
import io.datasync.loader.target.TypePairs;
import io.datasync.rows.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/types.md} are what the program does. {@code -Ddocs.write=true} writes them anew; the text around
 * them stays.
 */
final class TypesPageTest {
    private static final Path PAGE = DocumentationTest.root().resolve("docs/types.md");

    /** One of each kind that fits differently. */
    private static final List<ColumnType> CARRIED = Stream.of(
                    "bool",
                    "int16",
                    "int32",
                    "int64",
                    "float32",
                    "float64",
                    "decimal(15,4)",
                    "text(20)",
                    "binary(20)",
                    "date",
                    "time(6)",
                    "timestamp(6)",
                    "timestamptz(6)",
                    "uuid")
            .map(ColumnType::parse)
            .toList();

    private static final List<String> SQLSERVER = List.of(
            "bit",
            "tinyint",
            "smallint",
            "int",
            "bigint",
            "decimal",
            "numeric",
            "money",
            "smallmoney",
            "real",
            "float",
            "char",
            "varchar",
            "nchar",
            "nvarchar",
            "text",
            "ntext",
            "binary",
            "varbinary",
            "image",
            "date",
            "time",
            "datetime2",
            "datetime",
            "smalldatetime",
            "datetimeoffset",
            "uniqueidentifier",
            "xml",
            "json",
            "sql_variant",
            "hierarchyid",
            "geometry",
            "geography",
            "timestamp");

    private static final List<String> POSTGRESQL = List.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "numeric",
            "float4",
            "float8",
            "money",
            "bpchar",
            "varchar",
            "text",
            "citext",
            "bytea",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "uuid",
            "xml",
            "json",
            "jsonb",
            "bit",
            "inet",
            "_int4");

    @Test
    void theTablesAreWhatTheProgramDoes() throws IOException, SQLException {
        String page = Files.readString(PAGE);
        String wanted = page;
        for (Map.Entry<String, String> table : tables().entrySet()) {
            wanted = replaced(wanted, table.getKey(), table.getValue());
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, wanted);
        } else {
            assertEquals(wanted, page, "docs/types.md is not what the program does; -Ddocs.write=true writes it");
        }
    }

    private static Map<String, String> tables() throws SQLException {
        Map<String, String> tables = new LinkedHashMap<>();
        try (Connection connection = TestPostgreSql.newSchema().connect()) {
            for (SourceTypes source : List.of(
                    SourceTypes.postgreSql(connection),
                    SourceTypes.sqlServer(),
                    SourceTypes.oracle(),
                    SourceTypes.db2ForI())) {
                tables.put(source.product(), sourceTable(source));
            }
            tables.put("refusal", refusal());
        }
        Map<String, TargetType> sqlServer = new LinkedHashMap<>();
        SQLSERVER.forEach(name -> sqlServer.put(name, SqlServerTypeNames.held(name)));
        tables.put("into SQL Server", destinationTable(sqlServer));
        Map<String, TargetType> postgreSql = new LinkedHashMap<>();
        POSTGRESQL.forEach(name -> postgreSql.put(name, PostgreSqlTypeNames.held(name, -1)));
        tables.put("into PostgreSQL", destinationTable(postgreSql));
        return tables;
    }

    private static String sourceTable(SourceTypes source) {
        SourceConfig config = SourceConfig.of("ERP", source.url(), Optional.empty(), Secret.none());
        NaturalColumns columns = new NaturalColumns(SourceProduct.of(config));
        return "| source | carried as | new column of SQL Server | new column of PostgreSQL |\n|---|---|---|---|\n"
                + source.columns().stream()
                        .map(column -> sourceRow(columns, column))
                        .collect(Collectors.joining());
    }

    private static String sourceRow(NaturalColumns columns, SourceColumn column) {
        try {
            ColumnType type = columns.choose(List.of(column)).get(0).column().type();
            return row(
                    code(column.label()),
                    code(type.text()),
                    code(SqlServerTypeNames.created(type)),
                    code(PostgreSqlTypeNames.created(type)));
        } catch (DataSyncException refused) {
            return row(code(column.label()), "refused (" + code(column.typeName()) + ")", "", "");
        }
    }

    /** What an array is refused with. */
    private static String refusal() {
        SourceColumn array = new SourceColumn(1, "Tags", Types.ARRAY, "_text", 0, 0, true);
        return "> "
                + assertThrows(
                                DataSyncException.class,
                                () -> new NaturalColumns(SourceProduct.POSTGRESQL).choose(List.of(array)))
                        .getMessage()
                + "\n";
    }

    /** Columns that take the same are one row. */
    private static String destinationTable(Map<String, TargetType> targets) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        targets.forEach((name, target) -> columns.computeIfAbsent(takes(target), taken -> new ArrayList<>())
                .add(code(name)));
        return "| existing column | takes |\n|---|---|\n"
                + columns.entrySet().stream()
                        .map(entry -> row(String.join(", ", entry.getValue()), entry.getKey()))
                        .collect(Collectors.joining());
    }

    private static String takes(TargetType target) {
        String taken = CARRIED.stream()
                .filter(type -> TypePairs.goTogether(type, target))
                .map(type -> code(type.text().replaceFirst("\\(.*", "")))
                .collect(Collectors.joining(", "));
        return taken.isEmpty() ? "nothing" : taken;
    }

    private static String replaced(String page, String name, String table) {
        String begin = "<!-- " + name + ": written by TypesPageTest -->\n";
        String end = "<!-- end: " + name + " -->";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertTrue(from >= begin.length() && to >= from, "docs/types.md has no place for " + name);
        return page.substring(0, from) + "\n" + table + "\n" + page.substring(to);
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
