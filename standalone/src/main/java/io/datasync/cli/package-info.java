/** The command line: one small class a command. */
@NullMarked
package io.datasync.cli;

import org.jspecify.annotations.NullMarked;
