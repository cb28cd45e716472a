package io.datasync.message;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file a message and version under {@code golden/}: what is written today is what an older or newer version reads. */
final class GoldenMessagesTest {
    private static final Instant STARTED = Instant.parse("2026-03-29T01:30:00Z");
    private static final Instant AT = Instant.parse("2026-03-29T01:31:02.123456Z");
    private static final Operation OPERATION =
            new Operation("op-1", "LotUsage", "jde", UpdateType.HOURLY, Instant.parse("2026-03-28T22:30:00Z"), STARTED);
    private static final Operation EVERYTHING = new Operation("op-2", "Item", "jde", UpdateType.MASS, null, STARTED);
    private static final BatchRef BATCH =
            new BatchRef(0, "datasync.batches.op-1", 2, 10, 42, 1_000_000, 9_000_000_000L, 4_294_967_295L);
    private static final LoadCounts COUNTS = new LoadCounts(1, 2, 3, 4, 5);
    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("LotUsageId", new ColumnType.Int64(), false),
            new Column("Quantity", new ColumnType.Decimal(15, 4), true),
            new Column("Größe", new ColumnType.Text(30), true),
            new Column("UpdatedAt", new ColumnType.Timestamp(6), true)));
    private static final OperationEvent.OperationOpened OPENED =
            new OperationEvent.OperationOpened(OPERATION, AT, 3, 0, true, null, null);

    private static final List<KeyRange.KeyColumn> KEY =
            List.of(new KeyRange.KeyColumn("LotNumber", "bpchar"), new KeyRange.KeyColumn("at", "timestamp"));
    private static final KeyRange FIRST = new KeyRange(KEY, null, List.of("Größe", "2026-03-29 01:30:00"));
    private static final KeyRange RANGE = new KeyRange(KEY, List.of("Größe", "2026-03-29 01:30:00"), null);

    static Stream<Object> messages() {
        return Stream.of(
                        Stream.of(
                                new FetchTask(OPERATION, 2, 3, RANGE, "00000003-0000001B-1"),
                                failedState(),
                                liveState(),
                                reject()),
                        loadTasks(),
                        events())
                .flatMap(messages -> messages);
    }

    private static Stream<LoadTask> loadTasks() {
        return Stream.of(
                new LoadTask.CheckTarget(OPERATION, SCHEMA),
                new LoadTask.PrepareTarget(EVERYTHING, false),
                new LoadTask.LoadBatch(OPERATION, 2, "attempt-1", BATCH, true, 100),
                new LoadTask.FinishTarget(OPERATION),
                new LoadTask.CleanTarget(OPERATION));
    }

    private static Stream<OperationEvent> events() {
        return Stream.of(
                new OperationEvent.OperationOpened(EVERYTHING, AT, 1, 0, false, "op-0", new BigDecimal("0.1")),
                new OperationEvent.SlicesPlanned("op-1", AT, List.of(FIRST, RANGE), null),
                new OperationEvent.SliceStarted("op-1", AT, 2, 3, "attempt-1", SCHEMA),
                new OperationEvent.SliceProgressed("op-1", AT, 2, "attempt-1", 50_000),
                new OperationEvent.BatchFetched("op-1", AT, 2, "attempt-1", BATCH),
                new OperationEvent.SliceFetched("op-1", AT, 2, "attempt-1", 7, 6_543_210, 1, 4_711L),
                new OperationEvent.SliceFailed("op-1", AT, 2, 3, "attempt-1", ErrorCode.SOURCE_QUERY, "no such table"),
                new OperationEvent.TargetChecked("op-1", AT),
                new OperationEvent.TargetPrepared("op-1", AT),
                new OperationEvent.LoadProgressed("op-1", AT, 2, "attempt-1", 0, 1_000),
                new OperationEvent.BatchLoaded("op-1", AT, 2, "attempt-1", 0, COUNTS),
                new OperationEvent.TargetFinished("op-1", AT, 12L),
                new OperationEvent.TaskRunning("op-1", AT),
                new OperationEvent.LoadFailed("op-1", AT, "FinishTarget", ErrorCode.POST_PROCESSOR, "division by zero"),
                new OperationEvent.OperationAbandoned("op-1", AT, ErrorCode.CANCELLED, "by hand"));
    }

    private static OperationState failedState() {
        return new OperationState(
                OPENED,
                OperationState.Phase.FAILED,
                AT,
                AT,
                null,
                true,
                true,
                false,
                true,
                List.of(SliceState.NEW),
                new OperationState.OperationError(ErrorCode.STALE, "no sign of life for 15m", "FETCHING"),
                null);
    }

    private static OperationState liveState() {
        SliceState slice = new SliceState(
                "attempt-1",
                List.of("attempt-0"),
                true,
                List.of(new SliceState.BatchState(BATCH, COUNTS), new SliceState.BatchState(BATCH, null)),
                2_000_000,
                1,
                false,
                new SliceState.InFlight("attempt-1", 1),
                1_000,
                4_711L);
        return new OperationState(
                OPENED,
                OperationState.Phase.LOADING,
                AT,
                null,
                SCHEMA,
                true,
                true,
                false,
                true,
                List.of(slice),
                null,
                null);
    }

    private static Reject reject() {
        Map<String, String> row = new TreeMap<>(Map.of("LotUsageId", "17", "Lot", "Ü \uD83D\uDE00"));
        row.put("Memo", null);
        return new Reject("op-1", AT, "LotUsage", "Lot", "longer than 2 characters", row, Map.of("LotUsageId", "17"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageIsWrittenAndReadAsItsFileSays(Object message) throws IOException {
        String golden = golden(message);
        assertEquals(
                golden,
                new String(Json.write(message), StandardCharsets.UTF_8),
                "A new field is a new minor version: MessageVersion.CURRENT, and a folder of golden files beside the old ones");
        assertEquals(message, Json.read(golden.getBytes(StandardCharsets.UTF_8), type(message.getClass())));
    }

    /** Written by an older release, or by a newer one of the same major version, it can still be read. */
    @ParameterizedTest
    @MethodSource("files")
    void everyFileOfEveryVersionCanBeRead(Path file) throws IOException {
        Class<?> type = type(file);
        Json.read(Files.readAllBytes(file), type);
        String text = Files.readString(file).strip().replaceFirst("\"version\":\"1\\.\\d+\"", "\"version\":\"1.99\"");
        String newer = text.substring(0, text.length() - 1) + ",\"fieldOfTheFuture\":{\"x\":[1]}}";
        assertEquals(
                Json.read(Files.readAllBytes(file), type), Json.read(newer.getBytes(StandardCharsets.UTF_8), type));
    }

    /** What is read from a golden file. */
    static Class<?> type(Path file) {
        String name = file.getFileName().toString().replaceAll("((?<=OperationState)Failed)?\\.json$", "");
        return messages()
                .map(Object::getClass)
                .filter(known -> known.getSimpleName().equals(name))
                .findFirst()
                .map(GoldenMessagesTest::type)
                .orElseThrow();
    }

    static List<Path> files() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.walk(Path.of(
                requireNonNull(GoldenMessagesTest.class.getResource("/golden")).toURI()))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageOfAnotherMajorVersionIsRefusedByName(Object message) throws IOException {
        for (String version : List.of("2.0", "0.9", "999999999.0")) {
            String other = golden(message).replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"" + version + "\"");
            DataSyncException refusal = assertThrows(
                    DataSyncException.class,
                    () -> Json.read(other.getBytes(StandardCharsets.UTF_8), type(message.getClass())));
            assertEquals(ErrorCode.MESSAGE_VERSION, refusal.code());
            assertTrue(String.valueOf(refusal.getMessage()).contains(version), refusal.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"1\"", "\"one\"", "\"1.0.0\"", "{}", "\"99999999999.0\""})
    void whatIsNoVersionIsMalformed(String version) throws IOException {
        String odd = golden(reject()).replaceFirst("\"version\":\"[^\"]*\"", "\"version\":" + version);
        assertEquals(
                ErrorCode.MALFORMED_MESSAGE,
                assertThrows(
                                DataSyncException.class,
                                () -> Json.read(odd.getBytes(StandardCharsets.UTF_8), Reject.class))
                        .code());
    }

    @Test
    void aMessageFromBeforeThereWereVersionsIsOfTheFirst() throws IOException {
        String first = golden(reject()).replaceFirst("\"version\":\"[^\"]*\",", "");
        assertEquals(reject(), Json.read(first.getBytes(StandardCharsets.UTF_8), Reject.class));
    }

    private static Class<?> type(Class<?> message) {
        return Stream.of(LoadTask.class, OperationEvent.class)
                .filter(type -> type.isAssignableFrom(message))
                .<Class<?>>map(type -> type)
                .findFirst()
                .orElse(message);
    }

    @Test
    void everyEventAndLoadTaskHasAFile() {
        assertEquals(
                Stream.of(OperationEvent.class, LoadTask.class)
                        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                        .collect(Collectors.toSet()),
                Stream.concat(events(), loadTasks()).map(Object::getClass).collect(Collectors.toSet()));
    }

    private static String golden(Object message) throws IOException {
        String suffix = message instanceof OperationState state && state.error() != null ? "Failed" : "";
        String file =
                "/golden/" + MessageVersion.CURRENT + "/" + message.getClass().getSimpleName() + suffix + ".json";
        try (InputStream content = GoldenMessagesTest.class.getResourceAsStream(file)) {
            assertNotNull(content, file);
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
