package io.datasync.loader.postgresql;

import io.datasync.loader.TestingDatabase;

final class OlderPostgreSqlMassTest extends PostgreSqlMassTest {
    @Override
    protected TestingDatabase newDatabase() {
        return PostgreSqlTestDatabase.older();
    }
}
