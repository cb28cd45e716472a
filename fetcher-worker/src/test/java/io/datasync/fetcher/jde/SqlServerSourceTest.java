package io.datasync.fetcher.jde;

import io.datasync.config.SourceConfig;
import io.datasync.fetcher.jde.ForeignDatabase.Needed;

@Needed(ForeignDatabase.SQLSERVER)
final class SqlServerSourceTest extends SourceContract {
    @Override
    SourceConfig database() {
        return foreign(ForeignDatabase.SQLSERVER);
    }

    /** TIMESTAMP is a row version there. */
    @Override
    String timestampType() {
        return "DATETIME2(6)";
    }

    @Override
    boolean sharesSnapshots() {
        return false;
    }
}
