/** What holds whatever the tables are. */
@NullMarked
package io.datasync.property;

import org.jspecify.annotations.NullMarked;
