/** PostgreSQL 15 or newer as the destination: COPY BINARY from Arrow vectors, MERGE, Mass. */
@NullMarked
package io.datasync.loader.postgresql;

import org.jspecify.annotations.NullMarked;
