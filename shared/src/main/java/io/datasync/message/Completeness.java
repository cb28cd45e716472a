package io.datasync.message;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jackson puts null where a record's field is missing in the JSON; only fields marked {@link Nullable} may be. */
final class Completeness {
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                fields.add(new Field(
                        component, component.getAnnotatedType().isAnnotationPresent(Nullable.class)));
            }
            return fields;
        }
    };

    private record Field(RecordComponent component, boolean nullable) {}

    private Completeness() {}

    /**
     * Looks at a record and all records in it.
     *
     * @throws DataSyncException with {@link ErrorCode#MALFORMED_MESSAGE}, naming the first field that is missing
     */
    static void require(Object value) {
        if (value instanceof Record) {
            for (Field field : FIELDS.get(value.getClass())) {
                require(value, field);
            }
        } else if (value instanceof List<?> list) {
            list.forEach(Completeness::require);
        }
    }

    private static void require(Object owner, Field field) {
        Object value = read(owner, field.component());
        if (value != null) {
            require(value);
        } else if (!field.nullable()) {
            throw new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE,
                    "Incomplete " + owner.getClass().getSimpleName() + ": "
                            + field.component().getName() + " is missing");
        }
    }

    private static @Nullable Object read(Object owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new DataSyncException(
                    ErrorCode.INTERNAL, "Cannot read " + component.getName() + " of " + owner.getClass(), failure);
        }
    }
}
