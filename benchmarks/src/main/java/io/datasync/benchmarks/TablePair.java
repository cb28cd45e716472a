package io.datasync.benchmarks;

/**
 * A table that is copied, and its copy.
 *
 * @param rows number of the source's rows
 * @param source name in the source schema
 * @param destination name in the destination schema
 */
record TablePair(TableShape shape, long rows, String source, String destination) {
    String qualifiedSource() {
        return BenchDatabase.SOURCE_SCHEMA + "." + source;
    }

    String qualifiedDestination() {
        return BenchDatabase.DESTINATION_SCHEMA + "." + destination;
    }
}
