package io.datasync.fetcher.jde;

import io.datasync.config.SourceConfig;
import io.datasync.fetcher.jde.ForeignDatabase.Needed;

@Needed(ForeignDatabase.DB2_FOR_I)
final class Db2ForISourceTest extends SourceContract {
    @Override
    SourceConfig database() {
        return foreign(ForeignDatabase.DB2_FOR_I);
    }

    @Override
    boolean sharesSnapshots() {
        return false;
    }
}
