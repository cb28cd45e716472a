/** What crosses Kafka: tasks, events, states, and their JSON form. */
@NullMarked
package io.datasync.message;

import org.jspecify.annotations.NullMarked;
