/** The SQL Server destination: catalog, staging by bulk copy, MERGE or UPDATE and INSERT, Mass and swap. */
@NullMarked
package io.datasync.loader.sqlserver;

import org.jspecify.annotations.NullMarked;
