/** The inspection (MIS) data of the CMS. */
@NullMarked
package io.datasync.fetcher.cms;

import org.jspecify.annotations.NullMarked;
