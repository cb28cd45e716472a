package io.datasync.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The health of a process as the sum of its parts: the loops that must run and the servers it needs. Servers are asked at the
 * same time, and one that takes longer than 3 seconds is down: who probes does not wait for long.
 */
public final class ComponentHealth implements Health {
    /** Looks whether a part works; throws, with a reason, if it does not. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /** What the parts say. */
    public record Report(String status, Map<String, String> components) {}

    private static final String UP = SharedCheck.UP;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, BooleanSupplier> loops;
    private final Map<String, SharedCheck> checks;
    private final Duration patience;

    /**
     * @param loops parts of the process by name, with whether they are alive
     * @param checks servers by name
     */
    public ComponentHealth(Map<String, BooleanSupplier> loops, Map<String, Check> checks) {
        this(loops, checks, PATIENCE);
    }

    ComponentHealth(Map<String, BooleanSupplier> loops, Map<String, Check> checks, Duration patience) {
        this.loops = Map.copyOf(loops);
        this.checks = checks.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, check -> new SharedCheck(check.getKey(), check.getValue())));
        this.patience = patience;
    }

    @Override
    public Answer health() {
        Map<String, String> components = loopStates();
        components.putAll(checkStates());
        return answer(components);
    }

    @Override
    public Answer live() {
        return answer(loopStates());
    }

    @Override
    public Answer ready() {
        return answer(checkStates());
    }

    private Map<String, String> loopStates() {
        Map<String, String> states = new LinkedHashMap<>();
        loops.forEach((name, alive) -> states.put(name, alive.getAsBoolean() ? UP : "DOWN: it has ended"));
        return states;
    }

    private Map<String, String> checkStates() {
        checks.values().forEach(SharedCheck::begin);
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Map<String, String> states = new LinkedHashMap<>();
        checks.forEach((name, check) -> states.put(name, check.stateBefore(giveUpAt, patience)));
        return states;
    }

    private static Answer answer(Map<String, String> components) {
        boolean ok = components.values().stream().allMatch(UP::equals);
        return new Answer(ok, new Report(ok ? UP : "DOWN", components));
    }
}
