package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.loader.sqlserver.StorageCatalog.Storage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of what the catalog says about storage. */
final class StorageCatalogTest {

    @Test
    void anIndexIsCreatedAgainWithItsOptionsWhereItLay() {
        assertEquals(
                " WITH (PAD_INDEX = ON, FILLFACTOR = 90, ALLOW_ROW_LOCKS = OFF, ALLOW_PAGE_LOCKS = OFF,"
                        + " DATA_COMPRESSION = PAGE) ON \"IND]EX\"",
                new Storage("IX", false, "IND]EX", false, "PAGE", 90, true, false, false).indexOptions());
        assertEquals(
                " ON [PRIMARY]",
                new Storage("IX", false, "PRIMARY", false, "NONE", 0, false, true, true).indexOptions());
        assertEquals(
                " WITH (DATA_COMPRESSION = COLUMNSTORE_ARCHIVE) ON [PRIMARY]",
                new Storage("CS", false, "PRIMARY", false, "COLUMNSTORE_ARCHIVE", 0, false, true, true).indexOptions());
    }

    @Test
    void aShadowLiesWhereItsTableLies() {
        assertEquals(
                " ON [DATA] TEXTIMAGE_ON [LOBS] WITH (DATA_COMPRESSION = ROW)",
                new Storage(null, true, "DATA", false, "ROW", 0, false, true, true).placement(Optional.of("LOBS")));
        assertEquals(
                " ON [DATA]",
                new Storage("PK", true, "DATA", false, "ROW", 0, false, true, true).placement(Optional.empty()),
                "the clustered index brings the compression");
        assertEquals(
                "",
                new Storage("PK", true, "BY_MONTH", true, "ROW", 0, false, true, true).placement(Optional.empty()),
                "a partitioned table is not switched");
    }
}
