package io.datasync.cli;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an instant on the command line. */
final class PointInTime implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException other) {
            throw new TypeConversionException(
                    "'" + value + "' is no time such as 2026-01-31T08:00:00Z (UTC) or 2026-01-31T09:00:00+01:00");
        }
    }
}
