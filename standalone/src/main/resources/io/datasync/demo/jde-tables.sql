-- The demo's JDE tables in JDE's own physical form. A comment per column gives its meaning; [n] = n implied decimals
-- (the stored integer is the value times 10^n). Dates are CYYDDD, times HHMMSS without leading zeros, both in the
-- site's local time; 0 = none. CHAR is blank-padded, blank = empty. MCU columns and DRKY are right-justified.
-- The generators write the columns in the order given here.
CREATE SCHEMA jde;

-- Work orders
CREATE TABLE jde.f4801 (
    wadcto CHAR(2),                -- order type (UDC 00/DT)
    wadoco NUMERIC(8,0) NOT NULL,  -- order number
    wadl01 CHAR(30),               -- description
    wamcu  CHAR(12),               -- branch plant
    wasrst CHAR(2),                -- status (UDC 00/SS)
    waprts CHAR(1),                -- priority (UDC 00/PR)
    waan8  NUMERIC(8,0),           -- customer (F0101)
    waanp  NUMERIC(8,0),           -- planner (F0101)
    watrdj NUMERIC(6,0),           -- order date
    wastrt NUMERIC(6,0),           -- start date
    wadrqj NUMERIC(6,0),           -- requested date
    wastrx NUMERIC(6,0),           -- completion date, 0 while open
    waitm  NUMERIC(8,0),           -- item number, short (F4101)
    walitm CHAR(25),               -- item number, 2nd
    wauorg NUMERIC(15,0),          -- quantity ordered [4]
    wasocn NUMERIC(15,0),          -- quantity scrapped [4]
    wasoqs NUMERIC(15,0),          -- quantity completed [4]
    wauom  CHAR(2),                -- unit of measure (UDC 00/UM)
    walotn CHAR(30),               -- lot it makes (F4108), blank if none
    waamto NUMERIC(15,0),          -- estimated amount [2]
    wahrso NUMERIC(15,0),          -- estimated hours [2]
    wauser CHAR(10),               -- user
    wapid  CHAR(10),               -- program
    wajobn CHAR(10),               -- work station
    waupmj NUMERIC(6,0),           -- date updated
    watday NUMERIC(6,0)            -- time updated
);

-- Item ledger (cardex)
CREATE TABLE jde.f4111 (
    ilitm  NUMERIC(8,0),           -- item number, short (F4101)
    ilmcu  CHAR(12),               -- branch plant
    illocn CHAR(20),               -- location
    illotn CHAR(30),               -- lot (F4108)
    ildoc  NUMERIC(8,0),           -- document number
    ildct  CHAR(2),                -- document type (UDC 00/DT): IM issue, IC completion, OV receipt, IT transfer, IA count
    ildcto CHAR(2),                -- order type, blank if none
    ildoco NUMERIC(8,0),           -- order number (F4801), 0 if none
    ilipcd CHAR(1),                -- posting code: blank, P posted, X does not post
    iltrdj NUMERIC(6,0),           -- transaction date
    iltrum CHAR(2),                -- unit of measure (UDC 00/UM)
    iltrex CHAR(30),               -- explanation
    iltrqt NUMERIC(15,0),          -- quantity, negative = out [4]
    iluncs NUMERIC(15,0),          -- unit cost [4]
    ilpaid NUMERIC(15,0),          -- extended cost [2]
    ilukid NUMERIC(15,0) NOT NULL, -- unique key
    iltday NUMERIC(6,0),           -- time created
    iluser CHAR(10),               -- user
    ilpid  CHAR(10),               -- program
    ilcrdj NUMERIC(6,0)            -- date created (this table has no UPMJ)
);

-- Item master
CREATE TABLE jde.f4101 (
    imitm  NUMERIC(8,0) NOT NULL,  -- item number, short
    imlitm CHAR(25),               -- item number, 2nd
    imaitm CHAR(25),               -- item number, 3rd
    imdsc1 CHAR(30),               -- description
    imdsc2 CHAR(30),               -- description, 2nd line
    imsrtx CHAR(30),               -- search text
    imsrp1 CHAR(3),                -- sales category 1
    imprp1 CHAR(3),                -- purchasing category 1
    imuom1 CHAR(2),                -- primary unit of measure (UDC 00/UM)
    imstkt CHAR(1),                -- stocking type (UDC 41/I): M made, P bought
    imlnty CHAR(2),                -- line type
    imglpt CHAR(4),                -- G/L class (UDC 41/9)
    imsrce CHAR(1),                -- lot process type
    imsld  NUMERIC(6,0),           -- shelf life, days
    imltlv NUMERIC(5,0),           -- lead time, days
    imuwum CHAR(2),                -- unit of weight (UDC 00/UM)
    imuser CHAR(10),               -- user
    impid  CHAR(10),               -- program
    imjobn CHAR(10),               -- work station
    imupmj NUMERIC(6,0),           -- date updated
    imtday NUMERIC(6,0)            -- time updated
);

-- Item location
CREATE TABLE jde.f41021 (
    liitm  NUMERIC(8,0) NOT NULL,  -- item number, short (F4101)
    limcu  CHAR(12) NOT NULL,      -- branch plant
    lilocn CHAR(20) NOT NULL,      -- location
    lilotn CHAR(30) NOT NULL,      -- lot (F4108), blank if none
    lipbin CHAR(1),                -- P primary, S secondary bin
    liglpt CHAR(4),                -- G/L class
    lilots CHAR(1),                -- lot status (UDC 41/L)
    lilrcj NUMERIC(6,0),           -- last receipt date
    lipqoh NUMERIC(15,0),          -- quantity on hand [4]
    lipbck NUMERIC(15,0),          -- quantity on backorder [4]
    lipreq NUMERIC(15,0),          -- quantity on purchase orders [4]
    liqowo NUMERIC(15,0),          -- quantity on work orders [4]
    lihcom NUMERIC(15,0),          -- quantity hard committed [4]
    lipcom NUMERIC(15,0),          -- quantity soft committed [4]
    liuser CHAR(10),               -- user
    lipid  CHAR(10),               -- program
    lijobn CHAR(10),               -- work station
    liupmj NUMERIC(6,0),           -- date updated
    litday NUMERIC(6,0)            -- time updated
);

-- Lot master
CREATE TABLE jde.f4108 (
    iolotn CHAR(30) NOT NULL,      -- lot
    iomcu  CHAR(12) NOT NULL,      -- branch plant
    ioitm  NUMERIC(8,0) NOT NULL,  -- item number, short (F4101)
    iolitm CHAR(25),               -- item number, 2nd
    ioldsc CHAR(30),               -- description
    iolots CHAR(1),                -- lot status (UDC 41/L)
    iolotp NUMERIC(7,0),           -- potency, percent [3]
    iolotg CHAR(3),                -- grade
    iovend NUMERIC(8,0),           -- supplier (F0101), 0 if made here
    iorlot CHAR(30),               -- the supplier's lot number
    iodoco NUMERIC(8,0),           -- work order that made it (F4801), 0 if bought
    iodcto CHAR(2),                -- its order type
    iommej NUMERIC(6,0),           -- expiration date, 0 if none
    ioohdj NUMERIC(6,0),           -- on-hand date
    iouser CHAR(10),               -- user
    iopid  CHAR(10),               -- program
    iojobn CHAR(10),               -- work station
    ioupmj NUMERIC(6,0),           -- date updated
    iotday NUMERIC(6,0)            -- time updated
);

-- Work order parts list
CREATE TABLE jde.f3111 (
    wmukid NUMERIC(15,0) NOT NULL, -- unique key
    wmdcto CHAR(2),                -- order type
    wmdoco NUMERIC(8,0),           -- order number (F4801)
    wmcpnt NUMERIC(4,0),           -- component line [1]
    wmcpil NUMERIC(8,0),           -- component item number, short (F4101)
    wmcpit CHAR(25),               -- component item number, 2nd
    wmcmcu CHAR(12),               -- component branch plant
    wmlocn CHAR(20),               -- location
    wmlotn CHAR(30),               -- lot (F4108), blank if not yet issued
    wmuorg NUMERIC(15,0),          -- quantity needed [4]
    wmtrqt NUMERIC(15,0),          -- quantity issued [4]
    wmum   CHAR(2),                -- unit of measure (UDC 00/UM)
    wmopsq NUMERIC(5,0),           -- operation it is used at [2]
    wmitc  CHAR(1),                -- issue type: I manual, B backflush
    wmscrp NUMERIC(5,0),           -- scrap, percent [2]
    wmdrqj NUMERIC(6,0),           -- requested date
    wmuser CHAR(10),               -- user
    wmpid  CHAR(10),               -- program
    wmjobn CHAR(10),               -- work station
    wmupmj NUMERIC(6,0),           -- date updated
    wmtday NUMERIC(6,0)            -- time updated
);

-- Work order routing
CREATE TABLE jde.f3112 (
    wldoco NUMERIC(8,0) NOT NULL,  -- order number (F4801)
    wldcto CHAR(2),                -- order type
    wlmcu  CHAR(12) NOT NULL,      -- work centre
    wlopsq NUMERIC(5,0) NOT NULL,  -- operation sequence [2]
    wlopsc CHAR(2) NOT NULL,       -- operation type, mostly blank
    wlmmcu CHAR(12),               -- branch plant
    wlkit  NUMERIC(8,0),           -- parent item number, short (F4101)
    wldsc1 CHAR(30),               -- description
    wlopst CHAR(2),                -- operation status
    wlstrt NUMERIC(6,0),           -- start date
    wldrqj NUMERIC(6,0),           -- requested date
    wluorg NUMERIC(15,0),          -- quantity ordered [4]
    wlsoqs NUMERIC(15,0),          -- quantity completed [4]
    wlsocn NUMERIC(15,0),          -- quantity scrapped [4]
    wluom  CHAR(2),                -- unit of measure (UDC 00/UM)
    wlrunl NUMERIC(15,0),          -- run labor hours, standard [2]
    wlrunm NUMERIC(15,0),          -- run machine hours, standard [2]
    wlsetl NUMERIC(15,0),          -- setup labor hours, standard [2]
    wllaba NUMERIC(15,0),          -- labor hours, actual [2]
    wluser CHAR(10),               -- user
    wlpid  CHAR(10),               -- program
    wljobn CHAR(10),               -- work station
    wlupmj NUMERIC(6,0),           -- date updated
    wltday NUMERIC(6,0)            -- time updated
);

-- Address book
CREATE TABLE jde.f0101 (
    aban8  NUMERIC(8,0) NOT NULL,  -- address number
    abalky CHAR(20),               -- long address number
    abtax  CHAR(20),               -- tax id
    abalph CHAR(40),               -- name
    abdc   CHAR(40),               -- name, compressed for searching
    abmcu  CHAR(12),               -- business unit
    ablngp CHAR(2),                -- language
    abat1  CHAR(3),                -- search type: C customer, V supplier, E employee
    abcm   CHAR(2),                -- credit message
    abeftb NUMERIC(6,0),           -- effective date, NULL on rows from before the field was used
    abac01 CHAR(3),                -- category 1
    abuser CHAR(10),               -- user
    abpid  CHAR(10),               -- program
    abjobn CHAR(10),               -- work station
    abupmj NUMERIC(6,0),           -- date updated
    abupmt NUMERIC(6,0)            -- time updated
);

-- User defined codes
CREATE TABLE jde.f0005 (
    drsy   CHAR(4) NOT NULL,       -- product code
    drrt   CHAR(2) NOT NULL,       -- code type
    drky   CHAR(10) NOT NULL,      -- code, right-justified
    drdl01 CHAR(30),               -- description
    drdl02 CHAR(30),               -- description, 2nd line
    drsphd CHAR(10),               -- special handling
    drhrdc CHAR(1),                -- hard coded: Y or N
    druser CHAR(10),               -- user
    drpid  CHAR(10),               -- program
    drupmj NUMERIC(6,0),           -- date updated
    drjobn CHAR(10),               -- work station
    drupmt NUMERIC(6,0)            -- time updated
);
