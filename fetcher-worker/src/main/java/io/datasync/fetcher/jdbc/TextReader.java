package io.datasync.fetcher.jdbc;

import io.datasync.config.JdeSite.Trim;
import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Text as UTF-8, with the blanks (U+0020) at its ends kept or cut off; text of blanks only becomes empty, not null. */
public final class TextReader implements ColumnReader {
    private static final byte BLANK = ' ';

    private final int source;
    private final String name;
    private final Trim trim;

    /**
     * A reader of one column.
     *
     * @param name the column's name in the stream
     */
    public TextReader(SourceColumn source, String name, Trim trim) {
        this.source = source.index();
        this.name = name;
        this.trim = trim;
    }

    @Override
    public void read(SourceRow row, FieldVector vector, int index) throws SQLException, RejectedRow {
        Bytes text = row.text(source, name);
        if (text == null) {
            vector.setNull(index);
            return;
        }
        byte[] bytes = text.array();
        int start = text.start();
        int end = start + text.length();
        if (trim != Trim.NONE) {
            while (end > start && bytes[end - 1] == BLANK) {
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
}
