package io.datasync.rows;

/** Thrown for a row that cannot be carried without changing a value; the message names column, limit and reason. */
public final class RejectedRow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    public RejectedRow(String column, String reason) {
        super(reason);
        this.column = column;
    }

    public String column() {
        return column;
    }
}
