/**
 * Measures DataSync beside its competitors: one command that owns a database, runs every server as a process of its own,
 * and takes times, CPU seconds and memory from outside.
 */
@NullMarked
package io.datasync.benchmarks;

import org.jspecify.annotations.NullMarked;
