/** JD Edwards tables: the catalog of their columns and the decoding of dates, times and implied decimals. */
@NullMarked
package io.datasync.fetcher.jde;

import org.jspecify.annotations.NullMarked;
