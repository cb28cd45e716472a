/** A real Kafka broker and a real PostgreSQL that run for this JVM alone: for tests and for a first look without a cluster. */
@NullMarked
package io.datasync.embedded;

import org.jspecify.annotations.NullMarked;
