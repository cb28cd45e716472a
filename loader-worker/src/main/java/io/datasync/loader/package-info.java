/** The loader worker: the destination contract and what is done with a load task. */
@NullMarked
package io.datasync.loader;

import org.jspecify.annotations.NullMarked;
