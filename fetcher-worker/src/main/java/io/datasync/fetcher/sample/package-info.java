/** Made-up rows from a seed, without a database. */
@NullMarked
package io.datasync.fetcher.sample;

import org.jspecify.annotations.NullMarked;
