/** The configuration of all processes: records, and the reader that lists every problem at once. */
@NullMarked
package io.datasync.config;

import org.jspecify.annotations.NullMarked;
