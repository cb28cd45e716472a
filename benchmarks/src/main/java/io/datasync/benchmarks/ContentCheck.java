package io.datasync.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares a copy with its source: number of rows, and a sum of hashes of each column and of the whole rows. */
final class ContentCheck {
    private final BenchDatabase database;
    private final Map<String, List<String>> sums = new HashMap<>();

    ContentCheck(BenchDatabase database) {
        this.database = database;
    }

    boolean isCorrect(List<TablePair> pairs) throws SQLException {
        for (TablePair pair : pairs) {
            List<String> expected = sums.get(pair.source());
            if (expected == null) {
                expected = sums(pair.shape(), pair.qualifiedSource());
                sums.put(pair.source(), expected);
            }
            if (!expected.equals(sums(pair.shape(), pair.qualifiedDestination()))) {
                return false;
            }
        }
        return true;
    }

    private List<String> sums(TableShape shape, String table) throws SQLException {
        String columns = shape.names().stream()
                .map(name -> ", sum(hashtextextended(" + name + "::text, 0))")
                .collect(Collectors.joining());
        String row = ", sum(hashtextextended(ROW(" + String.join(", ", shape.names()) + ")::text, 0))";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*)" + row + columns + " FROM " + table)) {
            result.next();
            List<String> found = new ArrayList<>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                found.add(String.valueOf(result.getString(column)));
            }
            return found;
        }
    }
}
