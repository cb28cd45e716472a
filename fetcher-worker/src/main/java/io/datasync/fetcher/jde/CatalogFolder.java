package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A site's own catalog files in one folder: {@code <table>.yaml}, in upper or lower case. Other files are passed over. */
record CatalogFolder(Path path) {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9]+)\\.ya?ml");

    /** The file of each table, by its name in upper case. */
    Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(path)) {
            for (Path file : found.sorted().toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                Path other = files.putIfAbsent(name.group(1).toUpperCase(Locale.ROOT), file);
                if (other != null) {
                    throw wrong("has two files for one table: " + other.getFileName() + " and " + file.getFileName());
                }
            }
        } catch (IOException failure) {
            throw unreadable(path, "folder", failure);
        }
        return files;
    }

    /** The table of that name in upper case, if the folder has a file for it. */
    Optional<JdeTable> find(String table) {
        Path file = files().get(table);
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(file)) {
            return Optional.of(JdeTableFile.read(table, file.toString(), content));
        } catch (IOException failure) {
            throw unreadable(file, "file", failure);
        }
    }

    private DataSyncException wrong(String problem) {
        return new DataSyncException(ErrorCode.CONFIGURATION, "Catalog folder " + path + " " + problem);
    }

    private static DataSyncException unreadable(Path path, String kind, IOException failure) {
        return new DataSyncException(
                ErrorCode.CONFIGURATION,
                "Catalog " + kind + " " + path + " cannot be read ("
                        + failure.getClass().getSimpleName() + "); see jde.catalog of the source",
                failure);
    }
}
