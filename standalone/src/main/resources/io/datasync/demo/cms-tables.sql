-- A small quality system beside the ERP ("MIS data"), with natural types. last_update is in the site's local time.
-- The generators write the columns in the order given here.
CREATE SCHEMA cms;

-- What is inspected, per item
CREATE TABLE cms.mis_characteristic (
    code         VARCHAR(20) NOT NULL,
    item_number  VARCHAR(25) NOT NULL,   -- jde.f4101.imlitm without its padding
    description  TEXT NOT NULL,
    unit         VARCHAR(8),             -- NULL for a yes/no check
    lower_limit  NUMERIC(18,6),
    target_value NUMERIC(18,6),
    upper_limit  NUMERIC(18,6),
    is_critical  BOOLEAN NOT NULL,
    valid_from   DATE NOT NULL,
    last_update  TIMESTAMP NOT NULL
);

-- Inspection results
CREATE TABLE cms.mis_data (
    id                BIGINT NOT NULL,
    work_order_number BIGINT NOT NULL,        -- jde.f4801.wadoco
    item_number       VARCHAR(25) NOT NULL,   -- jde.f4101.imlitm without its padding
    characteristic    VARCHAR(20) NOT NULL,   -- mis_characteristic.code
    sample_id         UUID NOT NULL,
    sample_number     INTEGER NOT NULL,
    measured_value    NUMERIC(18,6),          -- NULL for a yes/no check
    raw_reading       DOUBLE PRECISION,       -- what the gauge sent, before calibration
    unit              VARCHAR(8),
    result            VARCHAR(10) NOT NULL,   -- PASS, FAIL, REWORK
    is_retest         BOOLEAN NOT NULL,
    inspector         TEXT NOT NULL,
    inspected_on      DATE NOT NULL,
    inspected_at      TIMESTAMPTZ NOT NULL,
    last_update       TIMESTAMP NOT NULL,
    remark            TEXT
);

-- Nonconformances raised from failed results
CREATE TABLE cms.mis_nonconformance (
    id                UUID NOT NULL,
    mis_data_id       BIGINT NOT NULL,        -- mis_data.id
    work_order_number BIGINT NOT NULL,        -- jde.f4801.wadoco
    severity          SMALLINT NOT NULL,      -- 1 minor .. 5 critical
    description       TEXT NOT NULL,
    disposition       VARCHAR(20),            -- NULL while open
    cost              NUMERIC(12,2),
    opened_at         TIMESTAMPTZ NOT NULL,
    closed_at         TIMESTAMPTZ,
    photo_sha256      BYTEA,
    last_update       TIMESTAMP NOT NULL
);
