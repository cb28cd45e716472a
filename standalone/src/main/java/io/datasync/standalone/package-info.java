/** Everything in one JVM, with an embedded broker and database where the configuration names none. */
@NullMarked
package io.datasync.standalone;

import org.jspecify.annotations.NullMarked;
