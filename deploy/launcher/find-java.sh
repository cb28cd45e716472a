# Sourced: sets JAVA to a Java of version 17 or newer and JAVA_VERSION to its major version, or says that there is none.

# Without the options that are meant for the program: a Java that does not know one should say so when it is started, instead of
# being passed over here.
java_version() {
    JDK_JAVA_OPTIONS= JAVA_TOOL_OPTIONS= "$1" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

JAVA=
for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
        JAVA_VERSION=$(java_version "$candidate")
        if [ "${JAVA_VERSION:-0}" -ge 17 ]; then
            JAVA=$candidate
            break
        fi
    fi
done
if [ -z "$JAVA" ]; then
    echo "datasync: no Java 17 or newer found. Install one (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME." >&2
    exit 78
fi
