-- Operations that look for rows which the source no longer has, and how many they deleted or marked.
ALTER TABLE DataUpdate DROP CONSTRAINT dataupdate_updatetype_check;
ALTER TABLE DataUpdate ADD CONSTRAINT dataupdate_updatetype_check
    CHECK (UpdateType IN ('MASS', 'DAILY', 'HOURLY', 'DELETES'));
ALTER TABLE DataUpdate ADD COLUMN Deleted bigint;
