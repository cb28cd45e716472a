package io.datasync.kafka;

import org.apache.kafka.common.header.Headers;

/**
 * How a task came.
 *
 * @param headers of its record, with the trace context
 * @param deliveryCount 1 the first time
 */
public record Delivery(Headers headers, int deliveryCount) {}
