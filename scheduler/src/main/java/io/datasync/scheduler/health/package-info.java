/** How every table fares: the record of its last results, and the health report made of them. */
@NullMarked
package io.datasync.scheduler.health;

import org.jspecify.annotations.NullMarked;
