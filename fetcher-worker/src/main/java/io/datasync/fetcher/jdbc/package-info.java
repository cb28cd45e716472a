/** Rows of any SELECT, streamed over JDBC into Arrow vectors. */
@NullMarked
package io.datasync.fetcher.jdbc;

import org.jspecify.annotations.NullMarked;
