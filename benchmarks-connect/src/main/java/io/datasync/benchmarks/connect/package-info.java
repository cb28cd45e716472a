/** Kafka Connect as a competitor of the benchmark: a worker with a source and a sink that copies one table. */
@NullMarked
package io.datasync.benchmarks.connect;

import org.jspecify.annotations.NullMarked;
