package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TableTraitTest {

    @Test
    void whatForbidsTruncateForbidsSwitchWhichBeginsWithIt() {
        for (TableTrait trait : TableTrait.values()) {
            if (TableTrait.forbidTruncate(Set.of(trait))) {
                assertTrue(TableTrait.forbidSwitch(Set.of(trait)), trait.name());
            }
        }
    }

    @Test
    void aPlainTableOrOneWithTriggersAllowsBoth() {
        for (Set<TableTrait> traits : Set.of(EnumSet.noneOf(TableTrait.class), EnumSet.of(TableTrait.TRIGGERS))) {
            assertFalse(TableTrait.forbidTruncate(traits));
            assertFalse(TableTrait.forbidSwitch(traits));
            assertEquals("", TableTrait.whyNoSwitch(traits));
        }
    }

    @Test
    void aPartitionedTableCanBeTruncatedButNotSwitched() {
        Set<TableTrait> traits = EnumSet.of(TableTrait.PARTITIONED, TableTrait.CHANGE_TRACKED);
        assertEquals("", TableTrait.whyNoTruncate(traits));
        assertEquals("change tracking follows it, it is partitioned", TableTrait.whyNoSwitch(traits));
    }

    @Test
    void aSystemVersionedTableAllowsNeither() {
        assertEquals("it is system-versioned", TableTrait.whyNoTruncate(EnumSet.of(TableTrait.SYSTEM_VERSIONED)));
    }

    @Test
    void traitsAreAskedForInOneQueryWithTheTableOnceForEach() {
        Set<TableTrait> asked = TableTrait.askedOf(false);
        String query = TableTrait.query(asked);
        assertEquals(asked.size(), query.chars().filter(letter -> letter == '?').count());
        assertTrue(
                query.contains("SELECT 'SYSTEM_VERSIONED' FROM sys.tables WHERE object_id = ? AND temporal_type = 2"),
                query);
        assertEquals(
                "SELECT TOP 1 'REFERENCED' AS Trait FROM sys.foreign_keys WHERE referenced_object_id = ?",
                TableTrait.query(TableTrait.askedOf(true)));
    }
}
