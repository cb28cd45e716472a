package io.datasync.message;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages changed at random, under a fixed seed: each is read or refused by name, soon, and with little memory. */
final class HostileMessagesTest {
    private static final int ROUNDS = 300;
    private static final Set<ErrorCode> REFUSALS = Set.of(ErrorCode.MALFORMED_MESSAGE, ErrorCode.MESSAGE_VERSION);
    private static final long MEMORY_FOR_BYTE = 200;
    private static final long MEMORY_BESIDE = 4 << 20;

    static List<Path> files() throws Exception {
        return GoldenMessagesTest.files().stream()
                .filter(file -> file.toString().contains(MessageVersion.CURRENT))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aHostileMessageIsReadOrRefusedAndTakesNoMoreMemoryThanItsSizeWarrants(Path golden) throws IOException {
        Class<?> type = GoldenMessagesTest.type(golden);
        String text = Files.readString(golden).strip();
        Random random = new Random(text.hashCode());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] hostile = HostileJson.mutated(text, random);
            refused += read(hostile, type) ? 0 : 1;
            if (memory(hostile, type) > most(hostile)) {
                // What is loaded of classes at first is not the message's.
                long memory = memory(hostile, type);
                assertTrue(
                        memory <= most(hostile), () -> memory + " bytes for " + hostile.length + ": " + shown(hostile));
            }
        }
        int number = refused;
        assertTrue(number > ROUNDS / 4 && number < ROUNDS, () -> number + " refused");
    }

    /** False if it is refused. */
    private static boolean read(byte[] hostile, Class<?> type) {
        try {
            Json.write(Json.read(hostile, type));
            return true;
        } catch (DataSyncException refusal) {
            assertTrue(REFUSALS.contains(refusal.code()), () -> refusal + " for " + shown(hostile));
            return false;
        }
    }

    private static long most(byte[] hostile) {
        return MEMORY_BESIDE + MEMORY_FOR_BYTE * hostile.length;
    }

    private static long memory(byte[] hostile, Class<?> type) {
        ThreadMXBean thread =
                (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
        long before = thread.getCurrentThreadAllocatedBytes();
        read(hostile, type);
        return thread.getCurrentThreadAllocatedBytes() - before;
    }

    private static String shown(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        return text.length() > 2_000 ? text.substring(0, 2_000) : text;
    }
}
