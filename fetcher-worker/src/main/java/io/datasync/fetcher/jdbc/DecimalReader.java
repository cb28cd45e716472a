package io.datasync.fetcher.jdbc;

import io.datasync.rows.ColumnType;
import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
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
    private final boolean isLong;
    private final Int128 number = new Int128();

    DecimalReader(int source, String name, ColumnType.Decimal type) {
        this.source = source;
        this.name = name;
        this.type = type;
        this.isLong = type.scale() == 0 && type.precision() <= LONG_DIGITS;
    }

    @Override
    public void read(SourceRow row, FieldVector vector, int index) throws SQLException, RejectedRow {
        DecimalVector decimals = (DecimalVector) vector;
        if (isLong) {
            long value = row.whole(source);
            if (row.wasNull()) {
                decimals.setNull(index);
            } else {
                decimals.setSafe(index, value);
            }
        } else if (row.unscaled(source, type.precision(), type.scale(), number)) {
            set(decimals, index);
        } else {
            readObject(row, decimals, index);
        }
    }

    private void set(DecimalVector decimals, int index) {
        decimals.setSafe(index, number.low());
        if (!number.isLong()) {
            decimals.getDataBuffer().setLong((long) index * DecimalVector.TYPE_WIDTH + Long.BYTES, number.high());
        }
    }

    private void readObject(SourceRow row, DecimalVector decimals, int index) throws SQLException, RejectedRow {
        BigDecimal value = row.decimal(source);
        if (value == null) {
            decimals.setNull(index);
            return;
        }
        BigDecimal fitted = fit(value);
        if (fitted.precision() <= LONG_DIGITS) {
            decimals.setSafe(index, fitted.scaleByPowerOfTen(type.scale()).longValue());
        } else {
            decimals.setSafe(index, fitted);
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
