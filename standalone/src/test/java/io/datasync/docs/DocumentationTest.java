package io.datasync.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages name is there. */
final class DocumentationTest {
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    /** A class, alone or with a class inside it. */
    private static final Pattern CLASS = Pattern.compile("`(?:[A-Z]\\w*\\.)?([A-Z][a-z0-9]+[A-Z]\\w*)`");

    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    /** A code and its kind. */
    private static final Pattern TABLE_ROW_OF_CODE = Pattern.compile("(?m)^\\| (`[A-Z_]+` \\| [a-z]+) \\|");

    @TestFactory
    Stream<DynamicTest> everyLinkOfAPageLeadsSomewhere() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(
                        ROOT.relativize(page).toString(), () -> assertEquals(List.of(), brokenLinks(page))));
    }

    @Test
    void everyClassThatTheArchitectureNamesIsThere() throws IOException {
        Set<String> named = found(CLASS, Files.readString(ROOT.resolve("ARCHITECTURE.md")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(named.isEmpty());
        named.removeAll(declaredClasses());
        assertEquals(Set.of(), named);
    }

    @Test
    void theRunbookHasEveryErrorCodeWithItsKind() throws IOException {
        assertEquals(
                Arrays.stream(ErrorCode.values())
                        .map(code -> "`" + code + "` | " + code.kind().name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                found(TABLE_ROW_OF_CODE, Files.readString(ROOT.resolve("docs/operations.md")))
                        .sorted()
                        .toList());
    }

    @Test
    void theReadmeLinksEveryPage() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        for (Path page : pages()) {
            String name = ROOT.relativize(page).toString();
            boolean decision = name.startsWith("docs/decisions/");
            assertTrue(
                    name.equals("README.md") || readme.contains("](" + (decision ? "docs/decisions" : name)),
                    "README.md has no link to " + name);
        }
    }

    private static List<String> brokenLinks(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : found(LINK, Files.readString(page)).toList()) {
            if (!link.startsWith("http") && !leads(page, link)) {
                broken.add(link);
            }
        }
        return broken;
    }

    private static boolean leads(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || found(HEADING, Files.readString(target))
                        .map(DocumentationTest::anchor)
                        .anyMatch(parts[1]::equals);
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> deploy = Files.list(ROOT.resolve("deploy"))) {
            return Stream.of(top, docs, deploy)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> declaredClasses() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            Set<String> declared = new TreeSet<>();
            for (Path sources : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                addDeclared(sources, declared);
            }
            return declared;
        }
    }

    private static void addDeclared(Path sources, Set<String> declared) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                found(DECLARED, Files.readString(file)).forEach(declared::add);
            }
        }
    }

    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("standalone") ? here.resolveSibling("") : here;
    }
}
