package io.datasync.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of things on the command line. */
final class NotNegative implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Refused below, as a negative one is.
        }
        throw new TypeConversionException("'" + value + "' is no whole number from 0 to " + Integer.MAX_VALUE);
    }
}
