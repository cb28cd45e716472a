/** Connections, quoting, the meaning of SQL errors, and the control schema in the destination database. */
@NullMarked
package io.datasync.database;

import org.jspecify.annotations.NullMarked;
