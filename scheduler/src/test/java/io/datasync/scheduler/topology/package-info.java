/** Tests of the operation state machine and of the topology that runs it. */
@NullMarked
package io.datasync.scheduler.topology;

import org.jspecify.annotations.NullMarked;
