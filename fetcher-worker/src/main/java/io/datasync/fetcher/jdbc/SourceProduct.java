package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;

/** The database products whose drivers want something of their own; all others go by the JDBC standard. */
public enum SourceProduct {
    POSTGRESQL,
    SQLSERVER,
    OTHER;

    public static SourceProduct of(SourceConfig source) {
        if (source.url().startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        return source.url().startsWith("jdbc:sqlserver:") ? SQLSERVER : OTHER;
    }
}
