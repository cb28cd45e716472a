package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.ValueContractTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestSqlServer.Present.class)
final class SqlServerUpdateInsertValueTest extends ValueContractTest {
    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.UPDATE_INSERT);
    }

    @Override
    protected String year(String column) {
        return "YEAR(" + column + ")";
    }
}
