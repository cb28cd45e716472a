package io.datasync.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of all messages' form, the first field of each: {@code {"version":"1.2",…}}.
 *
 * <p>The minor number grows with a field that older readers may pass over, the major one with anything they would misunderstand.
 * Every minor version of a known major one is read; a message of another major version is refused with {@link
 * ErrorCode#MESSAGE_VERSION}. A message without a version is of 1.0, as it was written before there were versions.
 */
final class MessageVersion {
    static final String CURRENT = "1.2";

    private static final String FIELD = "version";
    private static final int MAJOR = 1;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.\\d{1,9}");
    private static final byte[] PREFIX =
            ("{\"" + FIELD + "\":\"" + CURRENT + "\",").getBytes(StandardCharsets.US_ASCII);
    private static final JsonFactory JSON = new JsonFactory();

    private MessageVersion() {}

    /**
     * The message with its version.
     *
     * @param json a JSON object that has a field
     */
    static byte[] stamp(byte[] json) {
        ByteArrayOutputStream stamped = new ByteArrayOutputStream(PREFIX.length + json.length - 1);
        stamped.write(PREFIX, 0, PREFIX.length);
        stamped.write(json, 1, json.length - 1);
        return stamped.toByteArray();
    }

    /**
     * Returns if this process can read the message, as far as its version tells.
     *
     * @param type what the message should be, for the error
     * @throws DataSyncException with {@link ErrorCode#MESSAGE_VERSION} if it is of another major version, with {@link
     *     ErrorCode#MALFORMED_MESSAGE} if what stands there is no version
     */
    static void require(byte[] json, Class<?> type) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !FIELD.equals(parser.nextFieldName())) {
                return;
            }
            String version = parser.nextTextValue();
            Matcher form = FORM.matcher(version == null ? "" : version);
            if (!form.matches()) {
                throw new DataSyncException(
                        ErrorCode.MALFORMED_MESSAGE,
                        "Not a " + type.getSimpleName() + ": its version is no text such as " + CURRENT);
            }
            if (Integer.parseInt(form.group(1)) != MAJOR) {
                throw new DataSyncException(
                        ErrorCode.MESSAGE_VERSION,
                        "A " + type.getSimpleName() + " of version " + version + ", this process reads " + MAJOR
                                + ".x; run the same release everywhere");
            }
        } catch (JsonProcessingException malformed) {
            throw new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE,
                    "Not a " + type.getSimpleName() + ": " + malformed.getOriginalMessage(),
                    malformed);
        } catch (IOException impossible) {
            throw new DataSyncException(ErrorCode.INTERNAL, "Reading from memory failed", impossible);
        }
    }
}
