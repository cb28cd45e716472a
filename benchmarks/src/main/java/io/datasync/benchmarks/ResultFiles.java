package io.datasync.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a sitting found.
 *
 * @param heading what was run, when and where
 */
record ResultFiles(List<RunResult> results, Optional<Path> json, Optional<Path> report, List<String> heading) {

    /** Prints the report, and writes the files that were asked for. */
    void write() throws IOException {
        if (json.isPresent()) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.get().toFile(), results);
        }
        String text = new Report(results, heading).text();
        System.out.println(text);
        if (report.isPresent()) {
            writeReport(report.get().toAbsolutePath(), text);
        }
    }

    private void writeReport(Path file, String text) throws IOException {
        String name = file.getFileName().toString();
        String stem = name.endsWith(".md") ? name.substring(0, name.length() - ".md".length()) : name;
        StringBuilder withPictures = new StringBuilder(text);
        for (Path picture : new Pictures(Series.of(results)).write(file.resolveSibling("."), stem)) {
            String pictureName = picture.getFileName().toString();
            withPictures
                    .append("![")
                    .append(pictureName)
                    .append("](")
                    .append(pictureName)
                    .append(")\n");
        }
        Files.writeString(file, withPictures.toString());
    }
}
