package io.datasync.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams a table's rows into the database by COPY, holding no more than one buffer of them. */
final class CopyTable {
    private CopyTable() {}

    /** Returns how many rows were written. */
    static long into(Connection connection, DemoTable table, LongStream units) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.name() + " FROM STDIN (ENCODING 'UTF8')");
        try {
            RowWriter rows = new RowWriter();
            for (PrimitiveIterator.OfLong each = units.iterator(); each.hasNext(); ) {
                table.write(each.nextLong(), rows);
                if (rows.isFull()) {
                    send(copy, rows);
                }
            }
            send(copy, rows);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, RowWriter rows) throws SQLException {
        byte[] bytes = rows.take();
        copy.writeToCopy(bytes, 0, bytes.length);
    }
}
