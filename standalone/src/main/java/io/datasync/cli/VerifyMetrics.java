package io.datasync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * Results as a file that Prometheus's node exporter serves, since a command that ends cannot be scraped. Alert on differences
 * above 0, and on a time that is long ago.
 *
 * @see <a href="https://github.com/prometheus/node_exporter#textfile-collector">textfile collector</a>
 */
final class VerifyMetrics {
    private static final String DIFFERENCES = "sync_verify_differences";
    private static final String TIME = "sync_verify_timestamp_seconds";

    private VerifyMetrics() {}

    /** Writes the file in one step, so that no half of it is served; tables that could not be compared are left out. */
    static void write(Path file, List<VerifyReport> reports, Instant now) {
        StringBuilder text = new StringBuilder();
        text.append("# HELP " + DIFFERENCES + " Rows that differ between source and destination.\n");
        text.append("# TYPE " + DIFFERENCES + " gauge\n");
        for (VerifyReport report : compared(reports)) {
            line(text, DIFFERENCES, report, ",kind=\"missing\"", report.missing());
            line(text, DIFFERENCES, report, ",kind=\"extra\"", report.extra());
            line(text, DIFFERENCES, report, ",kind=\"different\"", report.different());
            line(
                    text,
                    DIFFERENCES,
                    report,
                    ",kind=\"other\"",
                    report.partsNotLookedAt() + report.unreadableInDestination());
        }
        text.append("# HELP " + TIME + " When source and destination were compared last.\n");
        text.append("# TYPE " + TIME + " gauge\n");
        for (VerifyReport report : compared(reports)) {
            line(text, TIME, report, "", now.getEpochSecond());
        }
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file, failure);
        }
    }

    private static List<VerifyReport> compared(List<VerifyReport> reports) {
        return reports.stream().filter(report -> report.error() == null).toList();
    }

    private static void line(StringBuilder text, String name, VerifyReport report, String tags, long value) {
        String table = report.table().replace("\\", "\\\\").replace("\"", "\\\"");
        text.append(name).append("{table=\"").append(table).append('"').append(tags);
        text.append("} ").append(value).append('\n');
    }
}
