package io.datasync.config;

/** Whether a configuration must say where the broker and the destination are. */
public enum Servers {
    /** For processes that find their servers running: {@code kafka.bootstrapServers} and {@code destination.url} are needed. */
    REQUIRED,
    /**
     * For a process that starts embedded servers in the place of those left out: {@link KafkaConfig#bootstrapServers()} or
     * {@link DestinationConfig#url()} is then blank, until {@link DataSyncConfig#withBootstrapServers} or {@link
     * DataSyncConfig#withDestination} fills it in.
     */
    EMBEDDED_IF_LEFT_OUT
}
