package io.datasync.config;

/** A place in the configuration file; both count from 1, 0 is unknown. */
record Position(int line, int column) {

    static final Position UNKNOWN = new Position(0, 0);
}
