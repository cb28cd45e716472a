package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.index;
import static io.datasync.loader.sqlserver.TestingColumns.indexed;
import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.primaryKey;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static io.datasync.loader.sqlserver.TestingColumns.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CopyRuleTest {
    private final SqlServerTable lot = table(notNull("LotId", SqlServerType.of("int")));

    @Test
    void onlyAHeapWithoutIndexIsLocked() {
        assertEquals(new CopyRule(true, 1000, false, "a heap without index"), CopyRule.of(lot, 1000));
        SqlServerTable heap = indexed(lot, index("IX", false, false, "LotId"));
        assertEquals(new CopyRule(false, 1000, false, "a heap with indexes"), CopyRule.of(heap, 1000));
        assertEquals(
                new CopyRule(false, 1000, false, "a clustered table"),
                CopyRule.of(indexed(lot, primaryKey("LotId")), 1000));
    }

    @Test
    void aClusteredColumnstoreGetsBatchesWholeSoThatTheyAreCompressedAtOnce() {
        SqlServerIndex columnstore = new SqlServerIndex(
                "CS", "CLUSTERED COLUMNSTORE", false, false, false, false, "", List.of(), List.of("LotId"));
        assertEquals(
                new CopyRule(false, 0, false, "a clustered columnstore"), CopyRule.of(indexed(lot, columnstore), 1000));
    }

    @Test
    void triggersSeeTheRows() {
        assertTrue(CopyRule.of(with(lot, TableTrait.TRIGGERS), 0).fireTriggers());
        assertFalse(CopyRule.of(with(lot, TableTrait.REFERENCED), 0).fireTriggers());
    }
}
