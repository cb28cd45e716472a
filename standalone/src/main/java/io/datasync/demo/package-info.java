/** The demo's ERP: a JDE-like and a CMS-like source with seeded, related rows, and a working day that changes them. */
@NullMarked
package io.datasync.demo;

import org.jspecify.annotations.NullMarked;
