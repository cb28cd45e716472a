package io.datasync.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes what a sitting found. */
record ResultFiles(List<RunResult> results, Optional<Path> json, Optional<Path> report, LocalDate date) {

    void write() throws IOException {
        if (json.isPresent()) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(json.get().toFile(), results);
        }
        String text = new Report(results).text();
        System.out.println(text);
        if (report.isPresent()) {
            Files.writeString(report.get(), text);
        }
    }
}
