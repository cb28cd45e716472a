#!/bin/sh
# Runs DataSync from this distribution. JAVA_OPTS adds JVM options, such as -Xmx2g.
set -eu
bin=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
. "$bin/find-java.sh"

# Arrow reads direct buffers. The JVM runs in UTC, as drivers convert times through its default zone.
set -- -XX:+ExitOnOutOfMemoryError -Duser.timezone=UTC --add-opens=java.base/java.nio=ALL-UNNAMED \
    ${launcher.options} ${JAVA_OPTS:-} -cp "$bin/../lib/*" "${launcher.main}" "$@"
if [ "$JAVA_VERSION" -ge 24 ]; then
    # Arrow and Kafka use what newer Java versions warn about.
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
fi
# Progress bars are for terminals, and not for those that show log lines as well.
if [ -t 1 ] && [ -t 2 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${DATASYNC_LOG_LEVEL:-}" ]; then
    columns=$(stty size <&2 2>/dev/null | cut -d ' ' -f 2)
    if [ "${columns:-0}" -eq 0 ]; then
        columns=80
    fi
    # A character in the last column makes some terminals begin a new line.
    set -- "-Ddatasync.columns=$((columns - 1))" "$@"
fi
exec "$JAVA" "$@"
