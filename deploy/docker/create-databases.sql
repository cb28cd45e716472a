-- Databases of docker-compose.yml: Reporting is the destination, Erp a tiny source to play with. Running it again changes
-- nothing that is there.
:on error exit
SET NOCOUNT ON;
SET QUOTED_IDENTIFIER ON;

IF DB_ID(N'Reporting') IS NULL CREATE DATABASE Reporting;
IF DB_ID(N'Erp') IS NULL CREATE DATABASE Erp;
IF SUSER_ID(N'datasync') IS NULL CREATE LOGIN datasync WITH PASSWORD = N'$(password)', DEFAULT_DATABASE = Reporting;
GO

-- The owner: DataSync creates its own schema and tables, rebuilds indexes, truncates and switches tables.
USE Reporting;
IF USER_ID(N'datasync') IS NULL
BEGIN
    CREATE USER datasync FOR LOGIN datasync;
    ALTER ROLE db_owner ADD MEMBER datasync;
END;
GO

USE Erp;
IF USER_ID(N'datasync') IS NULL
BEGIN
    CREATE USER datasync FOR LOGIN datasync;
    ALTER ROLE db_datareader ADD MEMBER datasync;
END;
IF OBJECT_ID(N'dbo.PurchaseOrder') IS NULL
BEGIN
    CREATE TABLE dbo.PurchaseOrder (
        OrderNumber int NOT NULL CONSTRAINT PK_PurchaseOrder PRIMARY KEY,
        Supplier nvarchar(60) NOT NULL,
        Amount decimal(15, 2) NOT NULL,
        LastUpdateDT datetime2(3) NOT NULL CONSTRAINT DF_PurchaseOrder_LastUpdateDT DEFAULT SYSUTCDATETIME(),
        INDEX IX_PurchaseOrder_LastUpdateDT (LastUpdateDT)
    );
    INSERT INTO dbo.PurchaseOrder (OrderNumber, Supplier, Amount)
    VALUES (1, N'Northern Steel', 1250.00), (2, N'Gear Works', 99.95), (3, N'Valve Company', 17.40);
END;
GO
