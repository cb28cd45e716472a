/** Health and metrics over HTTP, alike for every process. */
@NullMarked
package io.datasync.http;

import org.jspecify.annotations.NullMarked;
