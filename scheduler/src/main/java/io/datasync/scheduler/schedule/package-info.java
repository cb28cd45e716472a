/** Which tables are due for which synchronisation, and from when on they are fetched: a pure function of log and clock. */
@NullMarked
package io.datasync.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
