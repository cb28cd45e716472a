package io.datasync.fetcher.jdbc;

import io.datasync.rows.ColumnType;
import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/** Exact numbers; one with more digits than the column is rejected, never rounded. */
final class DecimalReader implements ColumnReader {
    /** Any number of so many digits fits a long. */
    static final int LONG_DIGITS = 18;

    private final int source;
    private final String name;
    private final ColumnType.Decimal type;

    DecimalReader(int source, String name, ColumnType.Decimal type) {
        this.source = source;
        this.name = name;
        this.type = type;
    }

    @Override
    public void read(ResultSet row, FieldVector vector, int index) throws SQLException, RejectedRow {
        if (type.scale() == 0 && type.precision() <= LONG_DIGITS) {
            readLong(row, vector, index);
            return;
        }
        BigDecimal value = row.getBigDecimal(source);
        if (value == null) {
            vector.setNull(index);
            return;
        }
        BigDecimal fitted = fit(value);
        DecimalVector decimals = (DecimalVector) vector;
        if (fitted.precision() <= LONG_DIGITS) {
            decimals.setSafe(index, fitted.scaleByPowerOfTen(type.scale()).longValue());
        } else {
            decimals.setSafe(index, fitted);
        }
    }

    private void readLong(ResultSet row, FieldVector vector, int index) throws SQLException {
        long value = row.getLong(source);
        if (row.wasNull()) {
            vector.setNull(index);
        } else {
            ((DecimalVector) vector).setSafe(index, value);
        }
    }

    private BigDecimal fit(BigDecimal value) throws RejectedRow {
        BigDecimal exact = value.scale() > type.scale() ? value.stripTrailingZeros() : value;
        if (exact.scale() > type.scale()) {
            throw rejected(exact.scale() + " digits behind the point");
        }
        if (exact.precision() - exact.scale() > type.precision() - type.scale() && exact.signum() != 0) {
            throw rejected((exact.precision() - exact.scale()) + " digits before the point");
        }
        return exact.setScale(type.scale());
    }

    private RejectedRow rejected(String found) {
        return new RejectedRow(
                name,
                "Column " + name + " is decimal(" + type.precision() + "," + type.scale() + "), the value has "
                        + found);
    }
}
