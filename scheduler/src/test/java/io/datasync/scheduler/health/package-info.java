/** Tests of the table health and of the rules of the health report. */
@NullMarked
package io.datasync.scheduler.health;

import org.jspecify.annotations.NullMarked;
