package io.datasync.loader.postgresql;

import io.datasync.loader.DestinationContractTest;
import io.datasync.loader.TestingDatabase;

final class PostgreSqlDestinationTest extends DestinationContractTest {
    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }
}
