package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.Failpoint;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Json;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of a share group: takes a task, does it on a thread of its own while this thread keeps renewing the lock,
 * acknowledges it, takes the next. A task whose lock is lost is interrupted, as another worker has it then.
 *
 * <p>A message that cannot be understood goes to the rejects. One of another major version is handed back instead, as a worker of
 * another release may understand it, until it was handed out {@value #MAX_DELIVERIES} times.
 *
 * <p>Nothing but waiting and acknowledging happens on the polling thread, since a message for the rejects or for giving a
 * task up may wait for the broker for longer than the lock lasts.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-932%3A+Queues+for+Kafka">KIP-932</a>
 */
public final class WorkQueue<T> implements RunUntilStopped.Step, AutoCloseable {
    /**
     * A task that was handed out so often without success is given up. The group's {@code share.delivery.count.limit} should
     * be higher, as the broker drops a task without a word at that limit, even if giving it up failed.
     */
    public static final int MAX_DELIVERIES = 8;

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * The first poll after a task. With Kafka's client 4.3 in {@code record_limit} mode, where several members share a partition,
     * it often waits for all of its time though tasks are there, and the next poll has one at once: workers that had enough to do
     * were idle for half a second between two tasks.
     */
    private static final Duration POLL_AFTER_TASK = Duration.ofMillis(5);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ShareConsumer<String, byte[]> consumer;
    private final Class<T> type;
    private final TaskHandler<T> handler;
    private final Publisher publisher;
    private final Duration lockDuration;
    private final Duration renewEvery;
    private final Duration grace;
    private boolean afterTask;
    private volatile @Nullable Long interruptAt;
    private volatile @Nullable RunningTask running;

    /**
     * @param consumer from {@link KafkaClients#shareConsumer}; closed with this queue
     * @param lockDuration the share group's lock duration
     * @param grace how long a task may go on after {@link #stop()}
     */
    public WorkQueue(
            ShareConsumer<String, byte[]> consumer,
            String topic,
            Class<T> type,
            TaskHandler<T> handler,
            Publisher publisher,
            Duration lockDuration,
            Duration grace) {
        this.consumer = consumer;
        this.type = type;
        this.handler = handler;
        this.publisher = publisher;
        this.lockDuration = lockDuration;
        this.renewEvery = lockDuration.dividedBy(3);
        this.grace = grace;
        consumer.subscribe(List.of(topic));
    }

    /** Takes and does at most one task. */
    @Override
    public void run() throws InterruptedException {
        Duration wait = afterTask ? POLL_AFTER_TASK : POLL;
        afterTask = false;
        for (ConsumerRecord<String, byte[]> record : poll(wait)) {
            afterTask = true;
            // What comes while we stop is handed back by leaving the group, when nobody else here takes tasks any more.
            if (!isStopping()) {
                handle(record);
            }
        }
    }

    private ConsumerRecords<String, byte[]> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (AuthorizationException | AuthenticationException refused) {
            throw KafkaFailure.of("No task can be taken", refused);
        }
    }

    /** Lets the running task end within the grace, then interrupts it; takes no further one. The first call counts. */
    @Override
    public synchronized void stop() {
        if (interruptAt == null) {
            interruptAt = System.nanoTime() + grace.toNanos();
        }
    }

    /** Interrupts a task that still runs, waits a little for it, and leaves the group, which hands the task back. */
    @Override
    public void close() {
        RunningTask left = running;
        if (left != null) {
            left.interrupt();
            try {
                if (!left.endsWithin(CLOSE_TIMEOUT)) {
                    log.atWarn().log("A task does not heed its interrupt and is left behind");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        consumer.close(CLOSE_TIMEOUT);
    }

    /** Whether a task is being done. */
    boolean isBusy() {
        return running != null;
    }

    private boolean isStopping() {
        return interruptAt != null;
    }

    private boolean isGraceOver() {
        Long at = interruptAt;
        return at != null && System.nanoTime() - at >= 0;
    }

    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        RunningTask task = RunningTask.start(Thread.currentThread().getName() + "-task", () -> work(record));
        running = task;
        ConsumerRecord<String, byte[]> held = holdUntilEnd(task, record);
        running = null;
        if (held == null) {
            return;
        }
        Optional<Throwable> failure = task.failure();
        if (failure.isEmpty()) {
            Failpoint.TASK_DONE.pass();
            settle(held, AcknowledgeType.ACCEPT);
            Failpoint.TASK_ACKNOWLEDGED.pass();
        } else {
            handBack(held, failure.get());
        }
    }

    /** What is done on the task's thread. */
    private void work(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        int deliveryCount = deliveryCount(record);
        T task;
        try {
            task = Json.read(record.value(), type);
        } catch (DataSyncException notUnderstood) {
            if (notUnderstood.code() == ErrorCode.MESSAGE_VERSION && deliveryCount < MAX_DELIVERIES) {
                throw notUnderstood;
            }
            reject(record, notUnderstood);
            return;
        }
        if (deliveryCount < MAX_DELIVERIES) {
            handler.handle(task, new Delivery(record.headers(), deliveryCount));
        } else {
            handler.giveUp(
                    task,
                    new DataSyncException(
                            ErrorCode.DELIVERIES_EXHAUSTED,
                            "The task was handed out " + deliveryCount
                                    + " times and never ended; see the logs of the workers"));
        }
    }

    /** Waits for the task's end and renews its lock meanwhile; the record to settle, or null if the lock was lost. */
    private @Nullable ConsumerRecord<String, byte[]> holdUntilEnd(
            RunningTask task, ConsumerRecord<String, byte[]> record) throws InterruptedException {
        ConsumerRecord<String, byte[]> held = record;
        Duration look = shorter(POLL, renewEvery);
        long renewedAt = System.nanoTime();
        try {
            while (!task.endsWithin(look)) {
                if (isGraceOver() && task.interrupt()) {
                    log.atInfo().log("Stopping: the running task is interrupted");
                }
                if (held != null && System.nanoTime() - renewedAt >= renewEvery.toNanos()) {
                    renewedAt = System.nanoTime();
                    held = renew(held);
                    if (held == null && task.interrupt()) {
                        log.atWarn().log("Lost the lock of the running task, which is interrupted and done again");
                    }
                }
            }
            return held;
        } catch (InterruptedException | InterruptException interrupted) {
            task.interrupt();
            throw interrupted;
        }
    }

    /** The renewed record, as the next poll hands it out; null if the lock is lost. */
    private @Nullable ConsumerRecord<String, byte[]> renew(ConsumerRecord<String, byte[]> held) {
        if (!settle(held, AcknowledgeType.RENEW)) {
            return null;
        }
        ConsumerRecord<String, byte[]> renewed = null;
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
            if (record.offset() == held.offset() && record.partition() == held.partition()) {
                renewed = record;
            } else {
                settle(record, AcknowledgeType.RELEASE);
            }
        }
        return renewed;
    }

    private void handBack(ConsumerRecord<String, byte[]> record, Throwable failure) throws InterruptedException {
        if (isStopping()) {
            log.atInfo().addKeyValue("reason", failure.toString()).log("The running task is handed back");
        } else {
            log.atError().setCause(failure).log("A task failed and is handed back");
            TimeUnit.MILLISECONDS.sleep(pauseAfter(failure).toMillis());
        }
        settle(record, AcknowledgeType.RELEASE);
    }

    /** A task of a newer release is left to workers of that release for as long as may be. */
    private Duration pauseAfter(Throwable failure) {
        boolean newer = failure instanceof DataSyncException known && known.code() == ErrorCode.MESSAGE_VERSION;
        return newer ? renewEvery : shorter(PAUSE_AFTER_FAILURE, renewEvery);
    }

    /** Tells the broker; false if it does not hold the lock for us any more, or does not answer while the lock lasts. */
    private boolean settle(ConsumerRecord<String, byte[]> record, AcknowledgeType how) {
        try {
            consumer.acknowledge(record, how);
            for (Optional<KafkaException> failure :
                    consumer.commitSync(lockDuration).values()) {
                if (failure.isPresent()) {
                    throw failure.get();
                }
            }
            return true;
        } catch (InterruptException interrupted) {
            // Not a failure of the broker's; leaving the group hands the task back.
            throw interrupted;
        } catch (KafkaException | IllegalStateException failure) {
            log.atWarn()
                    .addKeyValue("acknowledgement", how)
                    .addKeyValue("reason", failure.toString())
                    .log("An acknowledgement failed; the task may be done again");
            return false;
        }
    }

    private void reject(ConsumerRecord<String, byte[]> record, DataSyncException malformed) {
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", malformed.getMessage())
                .log("A message cannot be understood and goes to the rejects");
        publisher.publish(new Reject(
                null,
                Instant.ofEpochMilli(record.timestamp()),
                null,
                null,
                String.valueOf(malformed.getMessage()),
                Map.of(
                        "topic", record.topic(),
                        "partition", Integer.toString(record.partition()),
                        "offset", Long.toString(record.offset()),
                        "deliveries", Integer.toString(deliveryCount(record)),
                        "text", text(record.value())),
                null));
    }

    private static int deliveryCount(ConsumerRecord<String, byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    /** A record without a value has no text. */
    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
