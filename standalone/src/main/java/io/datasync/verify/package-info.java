/** Compares the rows of a source with those of the destination, and heals what differs. */
@NullMarked
package io.datasync.verify;

import org.jspecify.annotations.NullMarked;
