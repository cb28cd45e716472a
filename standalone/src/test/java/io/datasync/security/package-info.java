/** Logins that may do only what they must, and secrets that nobody gets to see. */
@NullMarked
package io.datasync.security;

import org.jspecify.annotations.NullMarked;
