/** Kafka clients as DataSync sets them up, the work queue over share groups, and the publisher of events. */
@NullMarked
package io.datasync.kafka;

import org.jspecify.annotations.NullMarked;
