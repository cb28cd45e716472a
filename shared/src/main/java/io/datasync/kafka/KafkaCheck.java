package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Looks whether the broker answers. */
public final class KafkaCheck {
    private static final int SECONDS = 5;

    private final Admin admin;
    private final String bootstrapServers;

    public KafkaCheck(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Asks the cluster for its nodes.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if no broker answers within 5 seconds, with
     *     {@link ErrorCode#KAFKA_REFUSED} if it refuses the login
     */
    public void run() {
        try {
            // The call's own time-out too: closing the client waits for calls that are under way.
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(1_000 * SECONDS))
                    .nodes()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw unavailable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(interrupted);
        }
    }

    private DataSyncException unavailable(Exception failure) {
        String doing = "No Kafka broker answers at " + bootstrapServers + " (kafka.bootstrapServers)";
        boolean timedOut = failure instanceof TimeoutException
                || failure.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
        return timedOut
                ? new DataSyncException(ErrorCode.KAFKA_UNAVAILABLE, doing + ": no answer in 5 s", failure)
                : KafkaFailure.of(doing, failure);
    }
}
