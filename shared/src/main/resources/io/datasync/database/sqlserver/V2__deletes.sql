-- Operations that look for rows which the source no longer has, and how many they deleted or marked.
ALTER TABLE ${schema}.DataUpdate DROP CONSTRAINT CK_DataUpdate_UpdateType;
ALTER TABLE ${schema}.DataUpdate ADD CONSTRAINT CK_DataUpdate_UpdateType
    CHECK (UpdateType IN (N'MASS', N'DAILY', N'HOURLY', N'DELETES'));
ALTER TABLE ${schema}.DataUpdate ADD Deleted bigint NULL;
