package io.datasync.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private static final String OPERATION = """
            {"operationId":"op-1","tableName":"Item","sourceSystem":"jde","updateType":"DAILY","minimumDT":null,
             "startedAt":"2026-03-29T01:30:00Z"}""";

    @Test
    void aFieldOfANewerVersionIsPassedOver() {
        FetchTask task = read("{\"operation\":" + OPERATION + ",\"slice\":0,\"slices\":1,\"priority\":{\"x\":[1]}}");
        assertEquals("op-1", task.operation().operationId());
    }

    @Test
    void anErrorOfANewerVersionIsReadAsOneOfDataSyncItself() {
        OperationEvent event = new OperationEvent.OperationAbandoned(
                "op-1", Instant.parse("2026-03-29T01:30:00Z"), ErrorCode.CANCELLED, "why");
        String json = new String(Json.write(event), StandardCharsets.UTF_8).replace("CANCELLED", "NOT_YET_INVENTED");
        OperationEvent read = Json.read(json.getBytes(StandardCharsets.UTF_8), OperationEvent.class);
        assertEquals(ErrorCode.INTERNAL, ((OperationEvent.OperationAbandoned) read).code());
    }

    @Test
    void aComponentThatMayBeNullMayBeMissing() {
        FetchTask task = read("""
                {"slice":0,"slices":1,"operation":{"operationId":"op-1","tableName":"Item","sourceSystem":"jde",
                "updateType":"DAILY","startedAt":"2026-03-29T01:30:00Z"}}""");
        assertEquals(null, task.operation().minimumDT());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "42",
                "[]",
                "{}",
                "{\"slice\":0,\"slices\":1}",
                "{\"operation\":null,\"slice\":0,\"slices\":1}",
                "{\"operation\":{},\"slice\":0,\"slices\":1}",
                "{\"operation\":OPERATION,\"slices\":1}",
                "{\"operation\":OPERATION,\"slice\":null,\"slices\":1}",
                "{\"operation\":OPERATION,\"slice\":\"one\",\"slices\":1}",
                "{\"operation\":OPERATION,\"slice\":99999999999999999999,\"slices\":1}",
                "{\"operation\":OPERATION,\"slice\":1e999999999,\"slices\":1}",
                "{\"operation\":OPERATION,\"slice\":0,\"slices\":1} trailing",
                "{\"operation\":OPERATION,\"slice\":0,\"slices\":1"
            })
    void whatIsNoTaskIsMalformed(String json) {
        assertMalformed(json.replace("OPERATION", OPERATION), FetchTask.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"HOURLYISH\"", "\"hourly\"", "\"\\ud83d\"", "null", "{}", "99", "\"\""})
    void anUnknownUpdateTypeIsMalformed(String updateType) {
        assertMalformed(OPERATION.replace("\"DAILY\"", updateType), Operation.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"\"",
                "\"2026-03-29T01:30:00\"",
                "99999999999999999999999999",
                "true",
                "\"+1000000001-01-01T00:00:00Z\""
            })
    void whatIsNoTimeIsMalformed(String time) {
        assertMalformed(OPERATION.replace("\"2026-03-29T01:30:00Z\"", time), Operation.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"DropTable\",\"operation\":OPERATION}",
                "{\"type\":\"io.datasync.message.LoadTask$FinishTarget\",\"operation\":OPERATION}",
                "{\"@class\":\"javax.swing.JEditorPane\",\"operation\":OPERATION}",
                "{\"operation\":OPERATION}",
                "{\"type\":null,\"operation\":OPERATION}",
                "{\"type\":\"FinishTarget\"}"
            })
    void onlyTheListedTypesAreRead(String json) {
        assertMalformed(json.replace("OPERATION", OPERATION), LoadTask.class);
    }

    @Test
    void anArrayWithinAnArrayAThousandfoldIsMalformed() {
        assertMalformed("[".repeat(100_000), FetchTask.class);
        assertMalformed("{\"x\":" + "[".repeat(100_000), FetchTask.class);
    }

    @Test
    void aSchemaWithADoubtfulColumnIsMalformed() {
        String task = "{\"type\":\"CheckTarget\",\"operation\":" + OPERATION + ",\"schema\":";
        assertMalformed(task + "[null]}", LoadTask.class);
        assertMalformed(task + "null}", LoadTask.class);
        assertMalformed(task + "[{\"name\":\"Id\",\"type\":\"decimal(40,2)\",\"nullable\":true}]}", LoadTask.class);
        assertMalformed(task + "[{\"name\":\"Id\",\"type\":\"text\",\"nullable\":true}]}", LoadTask.class);
        assertMalformed(task + "[{\"name\":\"Id\",\"type\":null,\"nullable\":true}]}", LoadTask.class);
        assertMalformed(
                task
                        + "[{\"name\":\"Id\",\"type\":\"bool\",\"nullable\":true},{\"name\":\"ID\",\"type\":\"bool\",\"nullable\":true}]}",
                LoadTask.class);
    }

    @Test
    void textThatIsNoUnicodeIsWrittenAllTheSame() {
        Map<String, String> row = new HashMap<>();
        row.put("lone", "a\uD83Dz");
        row.put("zero", "a\u0000z");
        row.put("null", null);
        Reject reject = new Reject("op-1", Instant.EPOCH, "Item", "lone", "no Unicode", row, null);
        assertEquals(reject, Json.read(Json.write(reject), Reject.class));
    }

    @Test
    void aValueThatMayNotBeNullMayNotBeNullInTheMiddleOfAList() {
        assertMalformed(
                "{\"formerAttempts\":[],\"restarted\":false,\"batches\":[null],\"fetchedRows\":0,\"rejectedRows\":0,\"complete\":false,\"inFlightRows\":0}",
                SliceState.class);
    }

    @Test
    void timesAreWrittenInUtcWhateverTheZoneOfTheJvm() {
        byte[] json = Json.write(Collections.singletonMap("at", Instant.parse("2026-03-29T01:30:00.123456Z")));
        assertArrayEquals("{\"at\":\"2026-03-29T01:30:00.123456Z\"}".getBytes(StandardCharsets.UTF_8), json);
    }

    private static FetchTask read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), FetchTask.class);
    }

    private static void assertMalformed(String json, Class<?> type) {
        DataSyncException failure = assertThrows(
                DataSyncException.class, () -> Json.read(json.getBytes(StandardCharsets.UTF_8), type), json);
        assertEquals(ErrorCode.MALFORMED_MESSAGE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("Not a"), failure.getMessage());
    }
}
