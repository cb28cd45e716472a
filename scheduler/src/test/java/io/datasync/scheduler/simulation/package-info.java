/** A whole installation in one thread, under a seed: what may go wrong does, and what must hold is looked at after each step. */
@NullMarked
package io.datasync.scheduler.simulation;

import org.jspecify.annotations.NullMarked;
