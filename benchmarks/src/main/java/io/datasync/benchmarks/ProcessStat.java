package io.datasync.benchmarks;

import java.util.List;

/**
 * A line of {@code /proc/PID/stat}.
 *
 * @param parent process id of the parent
 * @param cpuSeconds user and system time of the process itself
 * @param endedChildrenCpuSeconds that of its children that have ended and were waited for
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessStat(long pid, long parent, double cpuSeconds, double endedChildrenCpuSeconds) {
    /** Linux tells user space its times in hundredths of a second, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    /** The command's name stands in brackets and may hold blanks and brackets itself. */
    static ProcessStat parse(String line) {
        int bracket = line.indexOf('(');
        int end = line.lastIndexOf(')');
        if (bracket < 0 || end < bracket) {
            throw new IllegalArgumentException("Not a line of /proc/PID/stat: " + line);
        }
        long pid = Long.parseLong(line.substring(0, bracket).strip());
        // From here on the fields are numbered from 3, the state.
        List<String> fields = List.of(line.substring(end + 1).strip().split(" "));
        return new ProcessStat(
                pid,
                Long.parseLong(fields.get(4 - 3)),
                seconds(fields, 14) + seconds(fields, 15),
                seconds(fields, 16) + seconds(fields, 17));
    }

    private static double seconds(List<String> fields, int number) {
        return Long.parseLong(fields.get(number - 3)) / TICKS_PER_SECOND;
    }
}
