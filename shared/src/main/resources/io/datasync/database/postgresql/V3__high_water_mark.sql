-- The largest number of the table's cursor column that was fetched until the operation's end, where the table has one.
ALTER TABLE DataUpdate ADD COLUMN HighWaterMark bigint;
