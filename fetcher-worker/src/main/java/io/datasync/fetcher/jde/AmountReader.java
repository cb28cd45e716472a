package io.datasync.fetcher.jde;

import io.datasync.fetcher.jdbc.ColumnReader;
import io.datasync.fetcher.jdbc.SourceColumn;
import io.datasync.fetcher.jdbc.SourceRow;
import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;

/**
 * Amounts that are stored with as many implied decimals as the currency of their row has, all carried with those of the column. An
 * amount without a currency is stored with those of the column.
 */
final class AmountReader implements ColumnReader {
    private final WholeNumber number;
    private final SourceColumn code;
    private final String name;
    private final int digits;
    private final int decimals;
    private final Map<String, Integer> currencies;

    /**
     * A reader of one column.
     *
     * @param code the column with the currency of each row
     * @param decimals of the column
     * @param currencies decimals of each currency
     */
    AmountReader(
            SourceColumn source, SourceColumn code, JdeColumn column, int decimals, Map<String, Integer> currencies) {
        this.number = new WholeNumber(source, column.name());
        this.code = code;
        this.name = column.name();
        this.digits = column.size();
        this.decimals = decimals;
        this.currencies = currencies;
    }

    @Override
    public void read(SourceRow row, FieldVector vector, int index) throws SQLException, RejectedRow {
        long value = number.read(row);
        if (value == WholeNumber.NONE) {
            vector.setNull(index);
            return;
        }
        String currency = row.string(code.index());
        JdeReaders.set(vector, index, shifted(value, currency == null ? "" : currency.strip()));
    }

    private long shifted(long value, String currency) throws RejectedRow {
        int stored = currency.isEmpty() ? decimals : currencies.getOrDefault(currency, -1);
        if (stored < 0) {
            throw rejected("has a currency that F0013 has no decimals for");
        }
        int shift = decimals - stored;
        long factor = JdeReaders.powerOfTen(Math.abs(shift));
        if (shift < 0 && value % factor != 0) {
            throw rejected("has " + decimals + " decimals, the value has more");
        }
        long most = JdeReaders.powerOfTen(digits) - 1;
        long size = Math.abs(value);
        if (shift < 0 ? size / factor > most : size > most / factor) {
            throw rejected("has " + digits + " digits, the value has more");
        }
        return shift < 0 ? value / factor : value * factor;
    }

    private RejectedRow rejected(String problem) {
        return new RejectedRow(name, "Column " + name + " " + problem);
    }
}
