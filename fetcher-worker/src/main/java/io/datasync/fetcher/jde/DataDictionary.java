package io.datasync.fetcher.jde;

import io.datasync.config.JdeSite;
import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.jdbc.SourceProbe;
import io.datasync.fetcher.jdbc.SourceQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a table's implied decimals, those of the site's F9210 among them if it is to be read. Of that table, the display
 * decimals (FRCDEC, a digit or blank) count: EnterpriseOne shifts stored numbers by them, not by the file decimals (FRDTAD).
 * Amounts whose currency the catalog names are stored with the decimals that F0013 has for it (CVCDEC by CVCRCD).
 */
final class DataDictionary {
    /** More than a column can have digits. */
    private static final int MOST_DECIMALS = 18;

    private final JdeTable table;
    private final JdeSite site;
    private final SourceProbe probe;
    private @Nullable DecimalRules rules;

    /** Nothing is connected yet. */
    DataDictionary(JdeTable table, JdeSite site, SourceConfig source, DataSource connections) {
        this.table = table;
        this.site = site;
        this.probe = new SourceProbe(connections, source);
    }

    /** Asks the source, the first time; the connection is given back. */
    DecimalRules rules() {
        DecimalRules known = rules;
        if (known == null) {
            try {
                known = new DecimalRules(site.impliedDecimals(), decimals(), currencies());
            } finally {
                probe.close();
            }
            rules = known;
        }
        return known;
    }

    private Map<String, Integer> decimals() {
        String items = table.columns().stream()
                .filter(JdeColumn::isNumber)
                .map(column -> "'" + column.dataItem() + "'")
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (site.dictionarySchema().isEmpty() || items.isEmpty()) {
            return Map.of();
        }
        String f9210 = JdeNames.qualified("dictionarySchema", site.dictionarySchema(), "F9210");
        // Literals, as Oracle pads them to compare with a CHAR column, but not parameters.
        SourceQuery question =
                new SourceQuery("SELECT FRDTAI, FRCDEC FROM " + f9210 + " WHERE FRDTAI IN (" + items + ")", List.of());
        return probe.ask(
                question,
                rows -> read(rows, "F9210: data item ", "; name it in impliedDecimals or leave dictionarySchema out"));
    }

    private Map<String, Integer> currencies() {
        if (table.columns().stream().allMatch(column -> column.currency().isEmpty())) {
            return Map.of();
        }
        String f0013 = JdeNames.qualified("schema", site.schema(), "F0013");
        return probe.ask(
                new SourceQuery("SELECT CVCRCD, CVCDEC FROM " + f0013, List.of()),
                rows -> read(rows, "F0013: currency ", "; mend it, or leave currency out of the catalog file"));
    }

    /** Names with their digits; a name whose digits are blank is left out. */
    private static Map<String, Integer> read(ResultSet rows, String subject, String remedy) throws SQLException {
        Map<String, Integer> decimals = new HashMap<>();
        while (rows.next()) {
            String item = text(rows.getString(1));
            String digits = text(rows.getString(2));
            if (digits.isEmpty()) {
                continue;
            }
            if (!digits.matches("\\d{1,2}") || Integer.parseInt(digits) > MOST_DECIMALS) {
                throw wrong(subject + item + " has display decimals that are no number from 0 to " + MOST_DECIMALS
                        + remedy);
            }
            Integer other = decimals.put(item, Integer.parseInt(digits));
            if (other != null && other != Integer.parseInt(digits)) {
                throw wrong(subject + item + " stands twice, with different display decimals" + remedy);
            }
        }
        return decimals;
    }

    private static String text(@Nullable String padded) {
        return padded == null ? "" : padded.strip();
    }

    private static DataSyncException wrong(String problem) {
        return new DataSyncException(ErrorCode.CONFIGURATION, problem);
    }

    /** Makes a pending or following question fail. */
    void cancel() {
        probe.cancel();
    }
}
