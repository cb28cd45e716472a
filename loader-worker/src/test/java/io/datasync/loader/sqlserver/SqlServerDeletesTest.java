package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.loader.DeletesContractTest;
import io.datasync.loader.TestingDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestSqlServer.Present.class)
final class SqlServerDeletesTest extends DeletesContractTest {
    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.UPDATE_INSERT);
    }
}
