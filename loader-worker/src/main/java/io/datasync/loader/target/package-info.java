/** What all destinations share: the shape of a target table, value checks, the load ledger, transactions. */
@NullMarked
package io.datasync.loader.target;

import org.jspecify.annotations.NullMarked;
