package io.datasync.config;

/** A rule that only one module can know, such as which fetchers there are. */
@FunctionalInterface
public interface ConfigCheck {

    /**
     * Adds what is wrong. Runs even where other problems were found: a value that could not be read is then its default or
     * blank, and {@link Problems} holds back what is added at its path.
     */
    void check(DataSyncConfig config, Problems problems);
}
