package io.datasync.config;

import java.util.regex.Pattern;

/** A URL as people may see it: asterisks in the place of what looks like a password. */
public final class PrintedUrl {
    private static final Pattern PROPERTY =
            Pattern.compile("(?i)((?:password|pwd|secret|token)[^=;&?]*=)(\\{[^}]*}|[^;&]*)");
    private static final Pattern OF_USER = Pattern.compile("(//[^/@:]*:)[^/@]*@");
    /** As in {@code jdbc:oracle:thin:scott/tiger@//host/service}. */
    private static final Pattern OF_ORACLE = Pattern.compile("(:thin:[^/@]*/)[^@]*@");

    private PrintedUrl() {}

    public static String of(String url) {
        String masked = PROPERTY.matcher(url).replaceAll("$1********");
        masked = OF_USER.matcher(masked).replaceAll("$1********@");
        return OF_ORACLE.matcher(masked).replaceAll("$1********@");
    }
}
