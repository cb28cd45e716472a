package io.datasync.loader.postgresql;

import io.datasync.loader.TestingDatabase;

final class OlderPostgreSqlTablesTest extends PostgreSqlTablesTest {
    @Override
    protected TestingDatabase newDatabase() {
        return PostgreSqlTestDatabase.older();
    }
}
