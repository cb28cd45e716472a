-- The largest number of the table's cursor column that was fetched until the operation's end, where the table has one.
ALTER TABLE DataUpdate ADD COLUMN HighWaterMark bigint;

CREATE OR REPLACE VIEW LastDataUpdates AS
SELECT DISTINCT ON (TableName, SourceSystem, UpdateType)
       TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords, HighWaterMark
  FROM DataUpdate
 WHERE WasSuccessful
 ORDER BY TableName, SourceSystem, UpdateType, Id DESC;
