package io.datasync.loader.postgresql;

import io.datasync.loader.TestingDatabase;

final class OlderPostgreSqlValueTest extends PostgreSqlValueTest {
    @Override
    protected TestingDatabase newDatabase() {
        return PostgreSqlTestDatabase.older();
    }
}
