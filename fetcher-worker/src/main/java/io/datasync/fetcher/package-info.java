/** The contract of fetchers, and what turns a slice of a source table into batches in Kafka. */
@NullMarked
package io.datasync.fetcher;

import org.jspecify.annotations.NullMarked;
