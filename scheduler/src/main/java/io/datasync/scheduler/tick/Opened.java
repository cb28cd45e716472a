package io.datasync.scheduler.tick;

import io.datasync.message.Operation;
import io.datasync.scheduler.log.OpenResult;

/**
 * What became of the wish to run an operation.
 *
 * @param operation runs only if the result is {@link OpenResult#OPENED}
 */
public record Opened(OpenResult result, Operation operation) {}
