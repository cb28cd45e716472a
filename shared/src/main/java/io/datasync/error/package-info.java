/** The one exception type and the codes that decide on retry, reject and exit. */
@NullMarked
package io.datasync.error;

import org.jspecify.annotations.NullMarked;
