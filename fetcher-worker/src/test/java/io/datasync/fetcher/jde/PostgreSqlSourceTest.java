package io.datasync.fetcher.jde;

import io.datasync.config.SourceConfig;
import io.datasync.fetcher.TestSource;

/** The embedded PostgreSQL: the contract's tests can fail. */
final class PostgreSqlSourceTest extends SourceContract {
    private static final TestSource source = new TestSource();

    @Override
    SourceConfig database() {
        return source.config();
    }

    @Override
    boolean sharesSnapshots() {
        return true;
    }
}
