package io.datasync.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage on the command line. */
final class Percent implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && number <= 100) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Refused below, as one out of range is.
        }
        throw new TypeConversionException("'" + value + "' is no number from 0 to 100");
    }
}
