/** Starting, running and stopping a process and its loops. */
@NullMarked
package io.datasync.lifecycle;

import org.jspecify.annotations.NullMarked;
