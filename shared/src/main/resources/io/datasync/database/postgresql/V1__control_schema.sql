-- The DataUpdate log: one row an operation. NumberRecords is -2 while the operation is open.
CREATE TABLE DataUpdate (
    Id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    OperationId   varchar(64)    NOT NULL UNIQUE,
    TableName     varchar(128)   NOT NULL,
    SourceSystem  varchar(128)   NOT NULL,
    UpdateType    varchar(10)    NOT NULL CHECK (UpdateType IN ('MASS', 'DAILY', 'HOURLY')),
    StartDT       timestamptz(6) NOT NULL,
    EndDT         timestamptz(6),
    NumberRecords bigint         NOT NULL DEFAULT -2,
    WasSuccessful boolean        NOT NULL DEFAULT false,
    MinimumDT     timestamptz(6),
    HeartbeatDT   timestamptz(6) NOT NULL,
    ReplayOf      varchar(64),
    Inserted      bigint,
    Updated       bigint,
    Unchanged     bigint,
    Duplicates    bigint,
    Rejected      bigint,
    ErrorCode     varchar(40),
    ErrorStep     varchar(40),
    ErrorMessage  varchar(4000)
);

-- One open operation a table, however many schedulers run.
CREATE UNIQUE INDEX DataUpdate_OneOpen ON DataUpdate (TableName) WHERE EndDT IS NULL;
CREATE INDEX DataUpdate_LastSuccess ON DataUpdate (TableName, SourceSystem, UpdateType, Id) WHERE WasSuccessful;

-- The last success of each table, source system and update type: the one opened last, as clocks may go backwards and a
-- replay has the start of the operation it repeats.
CREATE VIEW LastDataUpdates AS
SELECT DISTINCT ON (TableName, SourceSystem, UpdateType)
       TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords
  FROM DataUpdate
 WHERE WasSuccessful
 ORDER BY TableName, SourceSystem, UpdateType, Id DESC;

-- What loaders have done, written in the transaction that does it; a redelivered task finds its row here.
-- Slice and Batch are -1 and Attempt is empty for steps that concern the whole table.
CREATE TABLE LoadLedger (
    OperationId varchar(64)    NOT NULL,
    Step        varchar(20)    NOT NULL,
    Slice       integer        NOT NULL,
    Attempt     varchar(64)    NOT NULL,
    Batch       integer        NOT NULL,
    DoneDT      timestamptz(6) NOT NULL,
    Inserted    bigint         NOT NULL,
    Updated     bigint         NOT NULL,
    Unchanged   bigint         NOT NULL,
    Duplicates  bigint         NOT NULL,
    Rejected    bigint         NOT NULL,
    PRIMARY KEY (OperationId, Step, Slice, Attempt, Batch)
);

-- Indexes taken out of service for a Mass, written down before it is done; only these are put back.
CREATE TABLE DisabledIndex (
    TableName   varchar(128) NOT NULL,
    IndexName   varchar(128) NOT NULL,
    OperationId varchar(64)  NOT NULL,
    Definition  text         NOT NULL,
    PRIMARY KEY (TableName, IndexName)
);
