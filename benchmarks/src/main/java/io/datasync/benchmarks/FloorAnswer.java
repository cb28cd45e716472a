package io.datasync.benchmarks;

/** What the floor's process answers. */
record FloorAnswer(double wallSeconds, long rows) {}
