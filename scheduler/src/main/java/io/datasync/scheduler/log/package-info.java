/** The DataUpdate log in the destination database: one row an operation, on PostgreSQL and on SQL Server. */
@NullMarked
package io.datasync.scheduler.log;

import org.jspecify.annotations.NullMarked;
