/** Tests of the Kafka clients and of the set-up of topics, on a real broker. */
@NullMarked
package io.datasync.kafka;

import org.jspecify.annotations.NullMarked;
