package io.datasync.loader.postgresql;

import io.datasync.loader.TestingDatabase;

final class OlderPostgreSqlDeletesTest extends PostgreSqlDeletesTest {
    @Override
    protected TestingDatabase newDatabase() {
        return PostgreSqlTestDatabase.older();
    }
}
