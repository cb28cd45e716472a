package io.datasync.message;

/** What is written to a topic as JSON, and so read by processes of other versions; its form has a {@link MessageVersion}. */
public interface Message {}
