package io.datasync.fetcher.jde;

import io.datasync.fetcher.jdbc.Int128;
import io.datasync.fetcher.jdbc.SourceColumn;
import io.datasync.fetcher.jdbc.SourceRow;
import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * A whole number, whatever type a site's database stores it in: NUMERIC(n,0), Oracle's NUMBER, SQL Server's float, or
 * digits in a CHAR column, where blank is none.
 */
final class WholeNumber {
    /** What stands for null; no number of JDE is as small. */
    static final long NONE = Long.MIN_VALUE;

    private static final int LONG_DIGITS = 18;

    private enum Storage {
        INTEGER,
        NUMBER,
        TEXT
    }

    private final int source;
    private final String column;
    private final Storage storage;
    private final Int128 number = new Int128();

    /** A reader of {@code source}; {@code column} is named when a value is rejected. */
    WholeNumber(SourceColumn source, String column) {
        this.source = source.index();
        this.column = column;
        this.storage = storage(source);
    }

    private static Storage storage(SourceColumn source) {
        return switch (source.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Storage.INTEGER;
            case Types.NUMERIC, Types.DECIMAL ->
                source.scale() == 0 && source.precision() > 0 && source.precision() <= LONG_DIGITS
                        ? Storage.INTEGER
                        : Storage.NUMBER;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> Storage.TEXT;
            default -> Storage.NUMBER;
        };
    }

    /** The current row's number, or {@link #NONE}. */
    long read(SourceRow row) throws SQLException, RejectedRow {
        if (storage == Storage.INTEGER) {
            long value = row.whole(source);
            return row.wasNull() ? NONE : value;
        } else if (storage == Storage.TEXT) {
            return digits(row.string(source));
        }
        return row.unscaled(source, LONG_DIGITS, 0, number) ? number.low() : whole(row.decimal(source));
    }

    private long digits(@Nullable String text) throws RejectedRow {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException other) {
            throw rejected();
        }
    }

    private long whole(@Nullable BigDecimal value) throws RejectedRow {
        if (value == null) {
            return NONE;
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            throw rejected();
        }
    }

    private RejectedRow rejected() {
        return new RejectedRow(column, "Column " + column + ": not a whole number of up to 18 digits");
    }
}
