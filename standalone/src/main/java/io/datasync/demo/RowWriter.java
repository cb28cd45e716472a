package io.datasync.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of PostgreSQL's COPY: a tab between columns, a line feed after each row, {@code \N} for NULL.
 * Trailing blanks of a CHAR column may be left out, the server pads it.
 */
final class RowWriter {
    private static final int FULL = 64 * 1024;

    private final StringBuilder rows = new StringBuilder(FULL + FULL / 4);

    RowWriter text(@Nullable String value) {
        if (value == null) {
            rows.append("\\N");
        } else {
            for (int i = 0; i < value.length(); i++) {
                appendEscaped(value.charAt(i));
            }
        }
        rows.append('\t');
        return this;
    }

    RowWriter number(long value) {
        rows.append(value).append('\t');
        return this;
    }

    /** A value whose {@code toString} PostgreSQL reads: numbers, UUIDs, booleans and the classes of java.time. */
    RowWriter value(@Nullable Object value) {
        return text(value == null ? null : value.toString());
    }

    RowWriter date(LocalDate value) {
        return number(DemoStamp.date(value));
    }

    /** JDE's usual five audit columns: user, program, work station, date, time. */
    RowWriter audit(DemoDraw draw, String program, LocalDateTime updated) {
        text(draw.pick(DemoWords.USERS)).text(program).text(draw.pick(DemoWords.WORK_STATIONS));
        return date(updated.toLocalDate()).number(DemoStamp.time(updated.toLocalTime()));
    }

    void endRow() {
        rows.setCharAt(rows.length() - 1, '\n');
    }

    boolean isFull() {
        return rows.length() >= FULL;
    }

    /** The rows since the last call. */
    byte[] take() {
        byte[] taken = rows.toString().getBytes(StandardCharsets.UTF_8);
        rows.setLength(0);
        return taken;
    }

    private void appendEscaped(char character) {
        switch (character) {
            case '\\' -> rows.append("\\\\");
            case '\t' -> rows.append("\\t");
            case '\n' -> rows.append("\\n");
            case '\r' -> rows.append("\\r");
            default -> rows.append(character);
        }
    }
}
