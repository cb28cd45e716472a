/** Reads batches back from Kafka by the offsets that an event names. */
@NullMarked
package io.datasync.loader.batch;

import org.jspecify.annotations.NullMarked;
