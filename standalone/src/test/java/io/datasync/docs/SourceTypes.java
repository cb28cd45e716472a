package io.datasync.docs;

import io.datasync.fetcher.jdbc.SourceColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The types of each source product as its driver describes them in a result's metadata.
 *
 * @param url begins a URL of the product
 * @param columns labelled with the type as DDL writes it
 */
record SourceTypes(String product, String url, List<SourceColumn> columns) {
    private static final List<String> POSTGRESQL = List.of(
            "smallint",
            "integer",
            "bigint",
            "oid",
            "numeric(15,4)",
            "numeric(38,0)",
            "numeric(38,38)",
            "numeric(50,10)",
            "numeric(3,-2)",
            "numeric",
            "real",
            "double precision",
            "money",
            "boolean",
            "bit(1)",
            "bit(8)",
            "bit varying(8)",
            "char(5)",
            "varchar(20)",
            "varchar",
            "text",
            "citext",
            "name",
            "enumeration",
            "bytea",
            "date",
            "time",
            "time(0)",
            "timetz",
            "timestamp",
            "timestamp(0)",
            "timestamptz",
            "timestamptz(3)",
            "interval",
            "uuid",
            "xml",
            "json",
            "jsonb",
            "domain_of_numeric_9_2",
            "composite",
            "integer[]",
            "text[]",
            "int4range",
            "point",
            "inet",
            "cidr",
            "macaddr",
            "tsvector");

    /** Asks a server; citext and three types of its own are made for it, in the connection's current schema. */
    static SourceTypes postgreSql(Connection connection) throws SQLException {
        List<SourceColumn> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION citext");
            statement.execute("CREATE TYPE enumeration AS ENUM ('a')");
            statement.execute("CREATE DOMAIN domain_of_numeric_9_2 AS numeric(9,2)");
            statement.execute("CREATE TYPE composite AS (a int)");
            for (String type : POSTGRESQL) {
                try (ResultSet rows = statement.executeQuery("SELECT NULL::" + type + " AS v")) {
                    ResultSetMetaData column = rows.getMetaData();
                    columns.add(new SourceColumn(
                            1,
                            type,
                            column.getColumnType(1),
                            column.getColumnTypeName(1).toLowerCase(Locale.ROOT),
                            column.getPrecision(1),
                            column.getScale(1),
                            true));
                }
            }
        }
        return new SourceTypes("PostgreSQL", "jdbc:postgresql:", columns);
    }

    /**
     * Codes, digits and lengths as SQLServerResultSetMetaData, JDBCType and TypeInfo of mssql-jdbc 13 give them.
     *
     * @see <a href="https://github.com/microsoft/mssql-jdbc">mssql-jdbc</a>
     */
    static SourceTypes sqlServer() {
        return of("SQL Server", "jdbc:sqlserver:", """
                tinyint|-6|tinyint|3|0
                smallint|5|smallint|5|0
                int|4|int|10|0
                int identity|4|int identity|10|0
                bigint|-5|bigint|19|0
                decimal(15,4)|3|decimal|15|4
                numeric(38,0)|2|numeric|38|0
                numeric(38,38)|2|numeric|38|38
                money|3|money|19|4
                smallmoney|3|smallmoney|10|4
                real|7|real|7|0
                float|8|float|15|0
                bit|-7|bit|1|0
                char(5)|1|char|5|0
                varchar(20)|12|varchar|20|0
                varchar(max)|12|varchar|2147483647|0
                text|-1|text|2147483647|0
                nchar(5)|-15|nchar|5|0
                nvarchar(20)|-9|nvarchar|20|0
                nvarchar(max)|-9|nvarchar|1073741823|0
                ntext|-16|ntext|1073741823|0
                binary(8)|-2|binary|8|0
                varbinary(20)|-3|varbinary|20|0
                varbinary(max)|-3|varbinary|2147483647|0
                image|-4|image|2147483647|0
                rowversion|-2|timestamp|8|0
                date|91|date|10|0
                time(0)|92|time|8|0
                time(7)|92|time|16|7
                smalldatetime|93|smalldatetime|16|0
                datetime|93|datetime|23|3
                datetime2(0)|93|datetime2|19|0
                datetime2(7)|93|datetime2|27|7
                datetimeoffset(7)|-155|datetimeoffset|34|7
                uniqueidentifier|1|uniqueidentifier|36|0
                xml|-16|xml|1073741823|0
                json|-159|json|2147483647|0
                hierarchyid|-3|hierarchyid|892|0
                sql_variant|-156|sql_variant|8009|0
                geometry|-157|geometry|2147483647|0
                geography|-158|geography|2147483647|0
                vector(3)|-160|vector|3|0
                """);
    }

    /**
     * Codes as oracle.jdbc.OracleTypes has them; digits and lengths as its metadata is documented.
     *
     * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jajdb/oracle/jdbc/OracleTypes.html">OracleTypes</a>
     */
    static SourceTypes oracle() {
        return of("Oracle", "jdbc:oracle:thin:", """
                NUMBER(15,4)|2|number|15|4
                NUMBER(38)|2|number|38|0
                NUMBER(5,-2)|2|number|5|-2
                NUMBER(2,5)|2|number|2|5
                NUMBER|2|number|0|-127
                FLOAT(126)|2|number|126|-127
                BINARY_FLOAT|100|binary_float|0|0
                BINARY_DOUBLE|101|binary_double|0|0
                BOOLEAN|16|boolean|0|0
                CHAR(5)|1|char|5|0
                VARCHAR2(20)|12|varchar2|20|0
                NCHAR(5)|-15|nchar|5|0
                NVARCHAR2(20)|-9|nvarchar2|20|0
                LONG|-1|long|2147483647|0
                CLOB|2005|clob|-1|0
                NCLOB|2011|nclob|-1|0
                RAW(16)|-3|raw|16|0
                LONG RAW|-4|long raw|2147483647|0
                BLOB|2004|blob|-1|0
                DATE|93|date|0|0
                TIMESTAMP(0)|93|timestamp|0|0
                TIMESTAMP(6)|93|timestamp|0|6
                TIMESTAMP(9)|93|timestamp|0|9
                TIMESTAMP(6) WITH TIME ZONE|-101|timestamp with time zone|0|6
                TIMESTAMP(6) WITH LOCAL TIME ZONE|-102|timestamp with local time zone|0|6
                INTERVAL YEAR TO MONTH|-103|intervalym|2|0
                INTERVAL DAY TO SECOND|-104|intervalds|2|6
                XMLTYPE|2009|sys.xmltype|0|0
                JSON|2016|json|0|0
                ROWID|-8|rowid|0|0
                BFILE|-13|bfile|-1|0
                VARRAY|2003|erp.numbers|0|0
                SDO_GEOMETRY|2002|mdsys.sdo_geometry|0|0
                """);
    }

    /**
     * As the SQLData classes of JTOpen (jt400) describe themselves.
     *
     * @see <a href="https://github.com/IBM/JTOpen">JTOpen</a>
     */
    static SourceTypes db2ForI() {
        return of("DB2 for i", "jdbc:as400:", """
                SMALLINT|5|smallint|5|0
                INTEGER|4|integer|10|0
                BIGINT|-5|bigint|19|0
                DECIMAL(15,4)|3|decimal|15|4
                NUMERIC(6,0)|2|numeric|6|0
                DECIMAL(63,10)|3|decimal|63|10
                DECFLOAT(34)|1111|decfloat|34|0
                REAL|7|real|24|0
                FLOAT|6|float|53|0
                DOUBLE|8|double|53|0
                BOOLEAN|16|boolean|1|0
                CHAR(5)|1|char|5|0
                VARCHAR(20)|12|varchar|20|0
                GRAPHIC(5)|-15|graphic|5|0
                VARGRAPHIC(20)|-9|vargraphic|20|0
                NCHAR(5)|-15|nchar|5|0
                NVARCHAR(20)|-9|nvarchar|20|0
                CLOB(1M)|2005|clob|1048576|0
                DBCLOB(1M)|2011|nclob|1048576|0
                CHAR(8) FOR BIT DATA|-2|char () for bit data|8|0
                VARCHAR(20) FOR BIT DATA|-3|varchar () for bit data|20|0
                BINARY(8)|-2|binary|8|0
                VARBINARY(20)|-3|varbinary|20|0
                BLOB(1M)|2004|blob|1048576|0
                DATE|91|date|10|0
                TIME|92|time|8|0
                TIMESTAMP(0)|93|timestamp|19|0
                TIMESTAMP|93|timestamp|26|6
                TIMESTAMP(9)|93|timestamp|29|9
                TIMESTAMP(12)|93|timestamp|32|12
                XML|2009|xml|2147483647|0
                ROWID|-8|rowid|40|0
                DATALINK(200)|70|datalink|200|0
                """);
    }

    /** Lines of type as DDL writes it, code, type name, precision and scale. */
    private static SourceTypes of(String product, String url, String lines) {
        return new SourceTypes(
                product,
                url,
                lines.lines()
                        .map(line -> line.split("\\|", -1))
                        .map(cells -> new SourceColumn(
                                1,
                                cells[0],
                                Integer.parseInt(cells[1]),
                                cells[2],
                                Integer.parseInt(cells[3]),
                                Integer.parseInt(cells[4]),
                                true))
                        .toList());
    }
}
