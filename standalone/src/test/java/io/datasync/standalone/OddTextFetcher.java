package io.datasync.standalone;

import io.datasync.config.TableConfig;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowStream;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Delivers text that PostgreSQL cannot even store as a source: the second of its three rows has a U+0000. */
public final class OddTextFetcher implements DataFetcher {
    private static final List<String> TEXTS = List.of("🔩 fine", "a\0b", "fine too");

    @Override
    public String type() {
        return "odd-text";
    }

    @Override
    public List<String> problems(TableConfig table) {
        return List.of();
    }

    @Override
    public RowStream open(FetchRequest request, DataSource source) {
        return new Texts();
    }

    private static final class Texts implements RowStream {
        private int next;

        @Override
        public RowSchema schema() {
            return new RowSchema(List.of(
                    new Column("id", new ColumnType.Int64(), false), new Column("body", new ColumnType.Text(0), true)));
        }

        @Override
        public boolean next(VectorSchemaRoot chunk, int row) {
            if (next == TEXTS.size()) {
                return false;
            }
            ((BigIntVector) chunk.getVector(0)).setSafe(row, next + 1);
            ((VarCharVector) chunk.getVector(1)).setSafe(row, TEXTS.get(next).getBytes(StandardCharsets.UTF_8));
            next++;
            return true;
        }

        @Override
        public Map<String, @Nullable String> rowAsText() {
            return Map.of("id", Integer.toString(next));
        }

        @Override
        public void cancel() {
            // Three rows are soon read.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
