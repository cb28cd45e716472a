package io.datasync.fetcher.jde;

import io.datasync.config.JdeSite;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * The JDE tables that can be read, one YAML file a table: those that come with DataSync ({@code
 * io/datasync/fetcher/jde/<table>.yaml} on the class path), and those in the folder of a site, which go first.
 */
record JdeCatalog(Optional<CatalogFolder> folder) {
    static final JdeCatalog BUILT_IN = new JdeCatalog(Optional.empty());

    private static final String RESOURCES = "/io/datasync/fetcher/jde/";

    static JdeCatalog of(JdeSite site) {
        return new JdeCatalog(site.catalog().map(CatalogFolder::new));
    }

    /**
     * The table of that physical name, whatever its case.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if its file, or the folder, is wrong
     */
    Optional<JdeTable> find(String physicalName) {
        String name = physicalName.toUpperCase(Locale.ROOT);
        if (!name.chars().allMatch(Character::isLetterOrDigit)) {
            return Optional.empty();
        }
        return folder.flatMap(own -> own.find(name)).or(() -> findBuiltIn(name));
    }

    private static Optional<JdeTable> findBuiltIn(String name) {
        try (InputStream file = JdeCatalog.class.getResourceAsStream(RESOURCES + name + ".yaml")) {
            return file == null ? Optional.empty() : Optional.of(JdeTableFile.read(name, name + ".yaml", file));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the catalog file of " + name, failure);
        }
    }

    /** "There is no …" with the tables there are. */
    String unknown(String physicalName) {
        Set<String> known = new TreeSet<>(builtIn());
        folder.ifPresent(own -> known.addAll(own.files().keySet()));
        return "'" + physicalName + "' is not in the catalog of JDE tables." + Suggestion.text(physicalName, known);
    }

    /** Physical names of the tables that come with DataSync. */
    static List<String> builtIn() {
        try (InputStream file = JdeCatalog.class.getResourceAsStream(RESOURCES + "tables.txt")) {
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
