/** Typed rows as Arrow vectors: column types, schemas and the chunk format. */
@NullMarked
package io.datasync.rows;

import org.jspecify.annotations.NullMarked;
