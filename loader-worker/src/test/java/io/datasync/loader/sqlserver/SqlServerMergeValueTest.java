package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.ValueContractTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestSqlServer.Genuine.class)
final class SqlServerMergeValueTest extends ValueContractTest {
    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.MERGE);
    }

    @Override
    protected String year(String column) {
        return "YEAR(" + column + ")";
    }
}
