/** Metrics and traces: every name and label stands here. */
@NullMarked
package io.datasync.telemetry;

import org.jspecify.annotations.NullMarked;
