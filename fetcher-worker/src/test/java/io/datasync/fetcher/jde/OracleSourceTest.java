package io.datasync.fetcher.jde;

import io.datasync.config.SourceConfig;
import io.datasync.fetcher.jde.ForeignDatabase.Needed;
import org.jspecify.annotations.Nullable;

/** The user has to have EXECUTE on DBMS_FLASHBACK. */
@Needed(ForeignDatabase.ORACLE)
final class OracleSourceTest extends SourceContract {
    @Override
    SourceConfig database() {
        return foreign(ForeignDatabase.ORACLE);
    }

    @Override
    @Nullable
    String emptyText() {
        return null;
    }

    @Override
    boolean sharesSnapshots() {
        return true;
    }
}
