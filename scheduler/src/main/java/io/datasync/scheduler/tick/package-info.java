/** What a scheduler does again and again: starts what is due, closes what died, records what ended, cleans up. */
@NullMarked
package io.datasync.scheduler.tick;

import org.jspecify.annotations.NullMarked;
