package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.notNull;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.config.UpdateType;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyStagingTest {
    private static final DestinationConfig CONFIG = new DestinationConfig(
            DestinationConfig.Type.SQLSERVER,
            "jdbc:sqlserver://localhost",
            Optional.empty(),
            Secret.none(),
            "d]bo",
            "datasync",
            false,
            DestinationConfig.Upsert.MERGE,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));

    @Test
    void keysAreStagedBesideTheTableWithTheTypesAndCollationsOfTheTable() {
        SqlServerTable lot = table(
                notNull("LotId", nvarchar(20)),
                notNull("Site", new SqlServerType("char", 3, 0, 0, "Latin1_General_BIN2", 1252)),
                notNull("Number", SqlServerType.of("int")),
                notNull("Note", nvarchar(40)));
        Operation operation = new Operation("1a2b", "Lot", "erp", UpdateType.DELETES, null, Instant.EPOCH);
        KeyStaging staging = new KeyStaging(CONFIG, TestingTables.table("Lot", "number,SITE,LotId", ""), operation);
        assertEquals("""
                CREATE TABLE "d]bo".[Lot_keys_1a2b] (
                    [Number] int NULL,
                    [Site] char(3) COLLATE Latin1_General_BIN2 NULL,
                    [LotId] nvarchar(20) COLLATE Latin1_General_CI_AS NULL
                )""", staging.createStatement(lot));
    }
}
