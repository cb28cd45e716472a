/** What runs after a table's rows are in place, in the transaction that finishes the operation. */
@NullMarked
package io.datasync.loader.postprocessor;

import org.jspecify.annotations.NullMarked;
