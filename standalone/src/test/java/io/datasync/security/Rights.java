package io.datasync.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights that docs/security.md says are enough: what is tested is what people read. */
final class Rights {
    /** Role, resource, pattern, name, operations. */
    private static final Pattern ACL = Pattern.compile(
            "(?m)^\\| (scheduler|fetcher|loader|person) \\| (topic|group|transactional id) \\| (literal|prefixed) \\| `([^`]+)` \\| ([A-Za-z, ]+) \\|$");

    private final String page;

    /** @param page text of the page */
    Rights(String page) {
        this.page = page;
    }

    /** The ACLs of each role. */
    Map<String, List<AclBinding>> ofKafka(String prefix) {
        Map<String, List<AclBinding>> rights = new TreeMap<>();
        ACL.matcher(page)
                .results()
                .forEach(row -> rights.merge(
                        row.group(1),
                        bindings(row, prefix).toList(),
                        (before, more) ->
                                Stream.concat(before.stream(), more.stream()).toList()));
        return rights;
    }

    private static Stream<AclBinding> bindings(MatchResult row, String prefix) {
        ResourcePattern resource = new ResourcePattern(
                ResourceType.valueOf(constant(row.group(2))),
                row.group(4).replaceFirst("^datasync", Matcher.quoteReplacement(prefix)),
                PatternType.valueOf(constant(row.group(3))));
        return Arrays.stream(row.group(5).split(", "))
                .map(operation -> AclOperation.fromString(constant(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_"))))
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry(
                                principal(row.group(1), prefix), "*", operation, AclPermissionType.ALLOW)));
    }

    /** The name of a role's user. */
    static String user(String role, String prefix) {
        return prefix.replace('-', '_') + "_" + role;
    }

    private static String principal(String role, String prefix) {
        return "User:" + user(role, prefix);
    }

    private static String constant(String words) {
        return words.toUpperCase(Locale.ROOT).replace(' ', '_');
    }

    /**
     * The statements of the SQL block under a heading.
     *
     * @param words what stands in the page, and what in its place
     */
    List<String> ofDatabase(String heading, Map<String, String> words) {
        Matcher block = Pattern.compile("(?s)#+ " + Pattern.quote(heading) + "\n.*?```sql\n(.*?)```")
                .matcher(page);
        if (!block.find()) {
            throw new IllegalArgumentException("No SQL under " + heading);
        }
        String sql = block.group(1).replaceAll("--[^\n]*", "");
        for (Map.Entry<String, String> word : words.entrySet()) {
            sql = sql.replaceAll(
                    "(?<![\\w.])" + Pattern.quote(word.getKey()) + "(?!\\w)",
                    Matcher.quoteReplacement(word.getValue()));
        }
        return Arrays.stream(sql.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
