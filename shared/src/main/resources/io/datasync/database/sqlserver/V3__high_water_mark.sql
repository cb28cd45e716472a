-- The largest number of the table's cursor column that was fetched until the operation's end, where the table has one.
ALTER TABLE ${schema}.DataUpdate ADD HighWaterMark bigint NULL;
