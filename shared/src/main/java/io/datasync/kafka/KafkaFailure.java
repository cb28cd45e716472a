package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** What a failure of a Kafka client means: refused for good, or to be tried again. */
public final class KafkaFailure {
    private KafkaFailure() {}

    /**
     * The failure under its code.
     *
     * @param doing what the message begins with
     * @return with {@link ErrorCode#KAFKA_REFUSED} if the broker refuses the login or a right, otherwise with
     *     {@link ErrorCode#KAFKA_UNAVAILABLE}
     */
    public static DataSyncException of(String doing, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof AuthenticationException) {
            return new DataSyncException(
                    ErrorCode.KAFKA_REFUSED,
                    doing + ": Kafka refuses the login (kafka.properties): " + cause.getMessage(),
                    cause);
        } else if (isOfAcls(cause)) {
            return new DataSyncException(
                    ErrorCode.KAFKA_REFUSED,
                    doing + ": Kafka's ACLs do not let this login do it" + resource(cause)
                            + "; docs/security.md lists what each process needs",
                    cause);
        }
        return new DataSyncException(ErrorCode.KAFKA_UNAVAILABLE, doing + ": " + cause.getMessage(), cause);
    }

    /** Kafka 4.3 answers that the settings of a group are none of the client's business as if the request were invalid. */
    static boolean isOfAcls(@Nullable Throwable failure) {
        return failure instanceof AuthorizationException
                || (failure instanceof ApiException
                        && String.valueOf(failure.getMessage()).contains("authorization failed"));
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wrapped && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String resource(Throwable failure) {
        if (failure instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return " (topic " + String.join(", ", topics.unauthorizedTopics()) + ")";
        } else if (failure instanceof GroupAuthorizationException group && group.groupId() != null) {
            return " (group " + group.groupId() + ")";
        } else if (failure instanceof ClusterAuthorizationException) {
            return " (cluster)";
        }
        return " (" + failure.getMessage() + ")";
    }
}
