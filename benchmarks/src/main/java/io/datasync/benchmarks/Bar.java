package io.datasync.benchmarks;

import java.util.OptionalDouble;

/**
 * A figure that has to be reached.
 *
 * @param higherIsBetter whether the value is to be at least, not at most, so much
 * @param measured empty if this sitting did not measure it
 */
record Bar(String name, boolean higherIsBetter, double atLeast, double aim, OptionalDouble measured) {
    enum Verdict {
        NOT_MEASURED("not measured"),
        FAILED("**fail**"),
        PASSED("pass"),
        AIM_REACHED("pass, aim reached");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    Verdict verdict() {
        if (measured.isEmpty()) {
            return Verdict.NOT_MEASURED;
        } else if (reaches(aim)) {
            return Verdict.AIM_REACHED;
        }
        return reaches(atLeast) ? Verdict.PASSED : Verdict.FAILED;
    }

    private boolean reaches(double bar) {
        double value = measured.orElseThrow();
        return higherIsBetter ? value >= bar : value <= bar;
    }
}
