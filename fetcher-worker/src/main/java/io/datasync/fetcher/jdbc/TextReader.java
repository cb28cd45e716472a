package io.datasync.fetcher.jdbc;

import io.datasync.config.JdeSite.Trim;
import io.datasync.rows.RejectedRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Text as UTF-8, with the blanks (U+0020) at its ends kept or cut off; text of blanks only becomes empty, not null. */
public final class TextReader implements ColumnReader {
    private static final byte BLANK = ' ';

    private final SourceColumn source;
    private final String name;
    private final Trim trim;
    private final boolean asBytes;

    /**
     * A reader of one column.
     *
     * @param name the column's name in the stream
     */
    public TextReader(SourceColumn source, String name, SourceProduct product, Trim trim) {
        this.source = source;
        this.name = name;
        this.trim = trim;
        this.asBytes = product == SourceProduct.POSTGRESQL && isPlainText(source.typeName());
    }

    /** PostgreSQL's driver hands out the bytes of these types as the server sent them, always in UTF-8. */
    private static boolean isPlainText(String typeName) {
        return typeName.equals("text") || typeName.equals("varchar") || typeName.equals("bpchar");
    }

    @Override
    public void read(ResultSet row, FieldVector vector, int index) throws SQLException, RejectedRow {
        byte[] bytes = bytes(row);
        if (bytes == null) {
            vector.setNull(index);
            return;
        }
        int start = 0;
        int end = bytes.length;
        if (trim != Trim.NONE) {
            while (end > 0 && bytes[end - 1] == BLANK) {
                end--;
            }
        }
        if (trim == Trim.BOTH) {
            while (start < end && bytes[start] == BLANK) {
                start++;
            }
        }
        ((BaseVariableWidthVector) vector).setSafe(index, bytes, start, end - start);
    }

    private byte @Nullable [] bytes(ResultSet row) throws SQLException, RejectedRow {
        if (asBytes) {
            return row.getBytes(source.index());
        }
        String text = row.getString(source.index());
        return text == null ? null : Utf8.encode(name, text);
    }
}
