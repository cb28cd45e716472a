package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The JDE tables that can be read: one YAML file a table, {@code io/datasync/fetcher/jde/<table>.yaml} on the class path.
 * A table of one's own needs nothing but such a file in a jar or folder on the class path.
 */
final class JdeCatalog {
    private static final String FOLDER = "/io/datasync/fetcher/jde/";

    private JdeCatalog() {}

    /**
     * The table of that physical name, whatever its case.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if its file is wrong
     */
    static Optional<JdeTable> find(String physicalName) {
        String name = physicalName.toUpperCase(Locale.ROOT);
        if (!name.chars().allMatch(Character::isLetterOrDigit)) {
            return Optional.empty();
        }
        try (InputStream file = JdeCatalog.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            return file == null ? Optional.empty() : Optional.of(JdeTableFile.read(name, file));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the catalog file of " + name, failure);
        }
    }

    /** "There is no …" with the tables there are. */
    static String unknown(String physicalName) {
        return "'" + physicalName + "' is not in the catalog of JDE tables." + Suggestion.text(physicalName, builtIn());
    }

    /** Physical names of the tables that come with DataSync. */
    static List<String> builtIn() {
        try (InputStream file = JdeCatalog.class.getResourceAsStream(FOLDER + "tables.txt")) {
            if (file == null) {
                throw new IllegalStateException("tables.txt is missing beside the catalog files");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the list of the catalog's tables", failure);
        }
    }
}
