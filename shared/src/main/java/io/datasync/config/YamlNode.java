package io.datasync.config;

import java.util.List;
import java.util.Map;

/** A value of a YAML file as written, with nothing guessed about its type. */
sealed interface YamlNode {

    /** What people call this kind of value. */
    String kind();

    /** A single value; plain means without quotes. */
    record Scalar(String text, boolean plain) implements YamlNode {

        /** True for nothing at all and for YAML's words for it. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "a single value";
        }
    }

    record Sequence(List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys in the order of the file. */
    record Mapping(Map<String, YamlNode> values) implements YamlNode {
        @Override
        public String kind() {
            return "a section of keys";
        }
    }
}
