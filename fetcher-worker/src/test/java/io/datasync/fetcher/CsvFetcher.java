package io.datasync.fetcher;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads lines of a number, a semicolon and a text from the file of the option {@code file}. */
public final class CsvFetcher implements DataFetcher {
    @Override
    public String type() {
        return "csv";
    }

    @Override
    public Set<String> optionNames() {
        return Set.of("file");
    }

    @Override
    public List<String> problems(TableConfig table) {
        return table.options().containsKey("file") ? List.of() : List.of("options.file: the csv fetcher needs a file");
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        return new Lines(Path.of(request.table().options().getOrDefault("file", "")));
    }

    private static final class Lines implements RowStream {
        private final Path file;
        private @Nullable BufferedReader reader;
        private String line = "";
        private volatile boolean cancelled;

        Lines(Path file) {
            this.file = file;
        }

        @Override
        public RowSchema schema() {
            return new RowSchema(List.of(
                    new Column("Id", new ColumnType.Int64(), false),
                    new Column("Name", new ColumnType.Text(0), false)));
        }

        @Override
        public boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow {
            if (cancelled) {
                throw new DataSyncException(ErrorCode.CANCELLED, "Reading was cancelled");
            }
            String next = readLine();
            if (next == null) {
                return false;
            }
            line = next;
            String[] parts = line.split(";", 2);
            ((BigIntVector) chunk.getVector(0)).setSafe(row, number(parts[0]));
            byte[] name = (parts.length == 2 ? parts[1] : "").getBytes(StandardCharsets.UTF_8);
            ((VarCharVector) chunk.getVector(1)).setSafe(row, name);
            return true;
        }

        private @Nullable String readLine() {
            try {
                if (reader == null) {
                    reader = Files.newBufferedReader(file);
                }
                return reader.readLine();
            } catch (IOException failure) {
                throw new DataSyncException(ErrorCode.SOURCE_UNAVAILABLE, "Cannot read " + file, failure);
            }
        }

        private static long number(String text) throws RejectedRow {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException other) {
                throw new RejectedRow("Id", "Column Id is int64, the value is no such number");
            }
        }

        @Override
        public Map<String, @Nullable String> rowAsText() {
            return Map.of("line", line);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {
            try {
                if (reader != null) {
                    reader.close();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
