package io.datasync.config;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the YAML file that configures all roles. {@code config/datasync.yaml} explains every key.
 *
 * <p>Either the whole configuration is good, or one {@link DataSyncException} with {@link ErrorCode#CONFIGURATION} lists
 * every problem with its line; nothing is repaired silently. Secrets come from <code>${env:NAME}</code> and <code>
 * ${file:path}</code>, and are in no message.
 */
public final class ConfigReader {

    private ConfigReader() {}

    /** Reads a configuration that must say where its servers are, with the variables of this process. */
    public static DataSyncConfig read(Path file, List<ConfigCheck> checks) {
        return read(file, checks, Servers.REQUIRED);
    }

    /** Reads a configuration with the variables of this process. */
    public static DataSyncConfig read(Path file, List<ConfigCheck> checks, Servers servers) {
        return read(file, checks, servers, System::getenv);
    }

    /**
     * Reads a configuration.
     *
     * @param checks rules of the modules, such as which fetchers there are
     * @param environment value of a variable; null if it is not set
     */
    public static DataSyncConfig read(
            Path file, List<ConfigCheck> checks, Servers servers, Function<String, @Nullable String> environment) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        String text = text(file);
        Problems problems = new Problems();
        Optional<DataSyncConfig> config = YamlTree.parse(text, problems)
                .map(tree ->
                        Section.root(tree, problems, new Secrets(environment, directory), new Binder(servers)::config));
        config.ifPresent(read -> {
            new CombinationRules().check(read, problems);
            checks.forEach(check -> check.check(read, problems));
        });
        if (config.isEmpty() || !problems.isEmpty()) {
            throw new DataSyncException(ErrorCode.CONFIGURATION, problems.describe(file.toString()));
        }
        return config.get();
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException missing) {
            throw unreadable(file + " does not exist", missing);
        } catch (CharacterCodingException binary) {
            throw unreadable(file + " is not UTF-8 text", binary);
        } catch (IOException failure) {
            throw unreadable(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static DataSyncException unreadable(String message, IOException cause) {
        return new DataSyncException(ErrorCode.CONFIGURATION, message, cause);
    }
}
