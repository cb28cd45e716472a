#!/bin/sh
# Runs DataSync from this distribution. JAVA_OPTS adds JVM options, such as -Xmx2g.
set -eu
bin=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
. "$bin/find-java.sh"

# Arrow reads direct buffers. The JVM runs in UTC, as drivers convert times through its default zone.
set -- -XX:+ExitOnOutOfMemoryError -Duser.timezone=UTC --add-opens=java.base/java.nio=ALL-UNNAMED \
    ${JAVA_OPTS:-} -cp "$bin/../lib/*" "${launcher.main}" "$@"
if [ "$JAVA_VERSION" -ge 24 ]; then
    # Arrow and Kafka use what newer Java versions warn about.
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
fi
# Java cannot tell whether standard error alone is a terminal that shows progress bars.
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
    set -- -Ddatasync.terminal=true "$@"
fi
exec "$JAVA" "$@"
