/** Decides what happens next in every operation: the state machine, and the Kafka Streams topology that runs it. */
@NullMarked
package io.datasync.scheduler.topology;

import org.jspecify.annotations.NullMarked;
