package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The database products whose drivers want something of their own; all others go by the JDBC standard. */
public enum SourceProduct {
    POSTGRESQL,
    SQLSERVER,
    ORACLE,
    /** For i (AS/400), and for Linux, UNIX and Windows. */
    DB2,
    OTHER;

    private static final Pattern URL = Pattern.compile("jdbc:(\\w+):");

    public static SourceProduct of(SourceConfig source) {
        Matcher url = URL.matcher(source.url());
        return switch (url.lookingAt() ? url.group(1) : "") {
            case "postgresql" -> POSTGRESQL;
            case "sqlserver" -> SQLSERVER;
            case "oracle" -> ORACLE;
            case "as400", "db2" -> DB2;
            default -> OTHER;
        };
    }

    /**
     * What every session is to be told before anything is asked. Oracle compares keys byte by byte unless somebody says otherwise,
     * but orders them by the language that its driver takes from the JVM: slices between them could overlap.
     */
    List<String> sessionSql() {
        return switch (this) {
            case POSTGRESQL -> List.of("SET TIME ZONE 'UTC'");
            case ORACLE ->
                List.of(
                        "ALTER SESSION SET TIME_ZONE = '+00:00'",
                        "ALTER SESSION SET NLS_SORT = BINARY NLS_COMP = BINARY");
            case SQLSERVER, DB2, OTHER -> List.of();
        };
    }

    /** Whether a result that is closed before its end is read to the end by the driver, unless its statement is cancelled. */
    boolean readsToTheEnd() {
        return this == SQLSERVER || this == OTHER;
    }

    /** A column's name in a statement. A plain one stands as it is where it is not known what quotes the product takes. */
    String quoted(String name) {
        if (this == OTHER && name.matches("[A-Za-z]\\w*")) {
            return name;
        }
        return this == SQLSERVER ? "[" + name.replace("]", "]]") + "]" : '"' + name.replace("\"", "\"\"") + '"';
    }
}
