-- The largest number of the table's cursor column that was fetched until the operation's end, where the table has one.
ALTER TABLE ${schema}.DataUpdate ADD HighWaterMark bigint NULL;
GO

ALTER VIEW ${schema}.LastDataUpdates AS
SELECT TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords, HighWaterMark
  FROM (SELECT TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords, HighWaterMark,
               ROW_NUMBER() OVER (PARTITION BY TableName, SourceSystem, UpdateType ORDER BY Id DESC) AS Newest
          FROM ${schema}.DataUpdate
         WHERE WasSuccessful = 1) AS Successes
 WHERE Newest = 1;
