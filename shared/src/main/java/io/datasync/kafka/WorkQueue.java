package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Json;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of a share group: takes a task, does it on a thread of its own while this thread keeps renewing the lock,
 * acknowledges it, takes the next. A task whose lock is lost is interrupted, as another worker has it then.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-932%3A+Queues+for+Kafka">KIP-932</a>
 */
public final class WorkQueue<T> implements RunUntilStopped.Step, AutoCloseable {
    /** A task that was handed out so often without success is given up. */
    public static final int MAX_DELIVERIES = 5;

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int QUOTED_CHARACTERS = 10_000;

    private final ShareConsumer<String, byte[]> consumer;
    private final Class<T> type;
    private final TaskHandler<T> handler;
    private final Publisher publisher;
    private final Duration renewEvery;
    private final Duration grace;
    private final ExecutorService worker;
    private volatile boolean stopping;

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
        this.renewEvery = lockDuration.dividedBy(3);
        this.grace = grace;
        this.worker = Executors.newSingleThreadExecutor(
                task -> new Thread(task, Thread.currentThread().getName() + "-task"));
        consumer.subscribe(List.of(topic));
    }

    /** Takes and does at most one task. */
    @Override
    public void run() throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            handle(record);
        }
    }

    /** Lets the running task end within the grace, then interrupts it; takes no further one. */
    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        consumer.close();
    }

    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        T task;
        try {
            task = Json.read(record.value(), type);
        } catch (DataSyncException malformed) {
            reject(record, malformed);
            settle(record, AcknowledgeType.ACCEPT);
            return;
        }
        int deliveryCount = record.deliveryCount().map(Short::intValue).orElse(1);
        if (deliveryCount >= MAX_DELIVERIES) {
            handler.giveUp(
                    task,
                    new DataSyncException(
                            ErrorCode.DELIVERIES_EXHAUSTED,
                            "The task was handed out " + deliveryCount
                                    + " times and never ended; see the logs of the workers"));
            settle(record, AcknowledgeType.ACCEPT);
            return;
        }
        Delivery delivery = new Delivery(record.headers(), deliveryCount);
        Future<?> running = worker.submit(() -> {
            handler.handle(task, delivery);
            return null;
        });
        awaitEnd(running, record);
    }

    /** Waits for the task and renews its lock meanwhile. */
    private void awaitEnd(Future<?> running, ConsumerRecord<String, byte[]> record) throws InterruptedException {
        ConsumerRecord<String, byte[]> held = record;
        long stopAt = Long.MAX_VALUE;
        long renewAt = System.nanoTime() + renewEvery.toNanos();
        while (true) {
            try {
                running.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                settle(held, AcknowledgeType.ACCEPT);
                return;
            } catch (ExecutionException failure) {
                handBack(held, failure.getCause() == null ? failure : failure.getCause());
                return;
            } catch (CancellationException cancelled) {
                settle(held, AcknowledgeType.RELEASE);
                return;
            } catch (TimeoutException stillRunning) {
                if (stopping && stopAt == Long.MAX_VALUE) {
                    stopAt = System.nanoTime() + grace.toNanos();
                }
                if (System.nanoTime() > stopAt) {
                    log.atInfo().log("Stopping: the running task is handed back");
                    cancel(running);
                } else if (System.nanoTime() > renewAt) {
                    ConsumerRecord<String, byte[]> renewed = renew(held);
                    if (renewed == null) {
                        log.atWarn().log("Lost the lock of the running task; another worker takes it over");
                        cancel(running);
                        return;
                    }
                    held = renewed;
                    renewAt = System.nanoTime() + renewEvery.toNanos();
                }
            }
        }
    }

    /** Interrupts the task and waits until it has really ended, as it may still be writing. */
    private void cancel(Future<?> running) throws InterruptedException {
        running.cancel(true);
        Future<?> ended = worker.submit(() -> {});
        try {
            ended.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The renewed record, as the next poll hands it out; null if the lock is lost. */
    private @Nullable ConsumerRecord<String, byte[]> renew(ConsumerRecord<String, byte[]> held) {
        if (!settle(held, AcknowledgeType.RENEW)) {
            return null;
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
            if (record.offset() == held.offset() && record.partition() == held.partition()) {
                return record;
            }
        }
        return null;
    }

    private void handBack(ConsumerRecord<String, byte[]> record, Throwable failure) throws InterruptedException {
        log.atError().setCause(failure).log("A task failed and is handed back");
        TimeUnit.MILLISECONDS.sleep(stopping ? 0 : PAUSE_AFTER_FAILURE.toMillis());
        settle(record, AcknowledgeType.RELEASE);
    }

    /** Tells the broker; false if it does not hold the lock for us any more, or does not answer. */
    private boolean settle(ConsumerRecord<String, byte[]> record, AcknowledgeType how) {
        try {
            consumer.acknowledge(record, how);
            for (Optional<KafkaException> failure : consumer.commitSync().values()) {
                if (failure.isPresent()) {
                    log.atWarn()
                            .addKeyValue("acknowledgement", how)
                            .addKeyValue("reason", failure.get().getMessage())
                            .log("The broker refused an acknowledgement; the task may be done again");
                    return false;
                }
            }
            return true;
        } catch (KafkaException | IllegalStateException failure) {
            log.atWarn()
                    .addKeyValue("acknowledgement", how)
                    .addKeyValue("reason", failure.getMessage())
                    .log("An acknowledgement failed; the task may be done again");
            return false;
        }
    }

    private void reject(ConsumerRecord<String, byte[]> record, DataSyncException malformed) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
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
                        "text", text.substring(0, Math.min(text.length(), QUOTED_CHARACTERS)))));
    }
}
