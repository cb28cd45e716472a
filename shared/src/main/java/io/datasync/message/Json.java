package io.datasync.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON in UTF-8, each with its {@link MessageVersion}, and other records without. Unknown fields are passed over, so
 * that a newer minor version can be read, and error codes that are not known are INTERNAL; missing ones fail where the record
 * needs them. Times are ISO-8601 in UTC.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(
                    AnnotationIntrospector.pair(new RequiredComponents(), new JacksonAnnotationIntrospector()))
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static byte[] write(Object message) {
        try {
            byte[] json = MAPPER.writeValueAsBytes(message);
            return message instanceof Message ? MessageVersion.stamp(json) : json;
        } catch (JsonProcessingException impossible) {
            throw new DataSyncException(
                    ErrorCode.INTERNAL, "No JSON form of " + message.getClass().getName(), impossible);
        }
    }

    /**
     * Reads a message.
     *
     * @throws DataSyncException with {@link ErrorCode#MALFORMED_MESSAGE} if the bytes are not JSON of that type, with {@link
     *     ErrorCode#MESSAGE_VERSION} if they are a message of a major version that this process does not know
     */
    public static <T> T read(byte @Nullable [] bytes, Class<T> type) {
        if (bytes == null) {
            throw new DataSyncException(ErrorCode.MALFORMED_MESSAGE, "Not a " + type.getSimpleName() + ": no value");
        }
        if (Message.class.isAssignableFrom(type)) {
            MessageVersion.require(bytes, type);
        }
        try {
            T message = MAPPER.readValue(bytes, type);
            if (message == null) {
                throw new DataSyncException(ErrorCode.MALFORMED_MESSAGE, "Not a " + type.getSimpleName() + ": null");
            }
            return message;
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
