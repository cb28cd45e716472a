package io.datasync.config;

/** A password or token; {@link #toString()} hides it, so that no log, error or effective-config print shows it. */
public final class Secret {
    private static final Secret NONE = new Secret("");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    public static Secret none() {
        return NONE;
    }

    /** The plain value; only for handing it to a driver or client. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "********";
    }
}
