/** The scheduler process, and what a command needs to start, replay or cancel an operation. */
@NullMarked
package io.datasync.scheduler;

import org.jspecify.annotations.NullMarked;
