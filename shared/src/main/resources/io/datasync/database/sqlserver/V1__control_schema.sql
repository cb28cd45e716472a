-- The DataUpdate log: one row an operation. NumberRecords is -2 while the operation is open. Times are UTC.
CREATE TABLE ${schema}.DataUpdate (
    Id            bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_DataUpdate PRIMARY KEY,
    OperationId   nvarchar(64)   NOT NULL CONSTRAINT UQ_DataUpdate_OperationId UNIQUE,
    TableName     nvarchar(128)  NOT NULL,
    SourceSystem  nvarchar(128)  NOT NULL,
    UpdateType    nvarchar(10)   NOT NULL CONSTRAINT CK_DataUpdate_UpdateType CHECK (UpdateType IN (N'MASS', N'DAILY', N'HOURLY')),
    StartDT       datetime2(6)   NOT NULL,
    EndDT         datetime2(6)   NULL,
    NumberRecords bigint         NOT NULL CONSTRAINT DF_DataUpdate_NumberRecords DEFAULT -2,
    WasSuccessful bit            NOT NULL CONSTRAINT DF_DataUpdate_WasSuccessful DEFAULT 0,
    MinimumDT     datetime2(6)   NULL,
    HeartbeatDT   datetime2(6)   NOT NULL,
    ReplayOf      nvarchar(64)   NULL,
    Inserted      bigint         NULL,
    Updated       bigint         NULL,
    Unchanged     bigint         NULL,
    Duplicates    bigint         NULL,
    Rejected      bigint         NULL,
    ErrorCode     nvarchar(40)   NULL,
    ErrorStep     nvarchar(40)   NULL,
    ErrorMessage  nvarchar(4000) NULL
);

-- One open operation a table, however many schedulers run.
CREATE UNIQUE INDEX DataUpdate_OneOpen ON ${schema}.DataUpdate (TableName) WHERE EndDT IS NULL;
CREATE INDEX DataUpdate_LastSuccess ON ${schema}.DataUpdate (TableName, SourceSystem, UpdateType, Id)
    WHERE WasSuccessful = 1;
GO

-- The last success of each table, source system and update type: the one opened last, as clocks may go backwards and a
-- replay has the start of the operation it repeats.
CREATE VIEW ${schema}.LastDataUpdates AS
SELECT TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords
  FROM (SELECT TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords,
               ROW_NUMBER() OVER (PARTITION BY TableName, SourceSystem, UpdateType ORDER BY Id DESC) AS Newest
          FROM ${schema}.DataUpdate
         WHERE WasSuccessful = 1) AS Successes
 WHERE Newest = 1;
GO

-- What loaders have done, written in the transaction that does it; a redelivered task finds its row here.
-- Slice and Batch are -1 and Attempt is empty for steps that concern the whole table.
CREATE TABLE ${schema}.LoadLedger (
    OperationId nvarchar(64) NOT NULL,
    Step        nvarchar(20) NOT NULL,
    Slice       int          NOT NULL,
    Attempt     nvarchar(64) NOT NULL,
    Batch       int          NOT NULL,
    DoneDT      datetime2(6) NOT NULL,
    Inserted    bigint       NOT NULL,
    Updated     bigint       NOT NULL,
    Unchanged   bigint       NOT NULL,
    Duplicates  bigint       NOT NULL,
    Rejected    bigint       NOT NULL,
    CONSTRAINT PK_LoadLedger PRIMARY KEY (OperationId, Step, Slice, Attempt, Batch)
);

-- Indexes taken out of service for a Mass, written down before it is done; only these are put back.
CREATE TABLE ${schema}.DisabledIndex (
    TableName   nvarchar(128) NOT NULL,
    IndexName   nvarchar(128) NOT NULL,
    OperationId nvarchar(64)  NOT NULL,
    Definition  nvarchar(max) NOT NULL,
    CONSTRAINT PK_DisabledIndex PRIMARY KEY (TableName, IndexName)
);
