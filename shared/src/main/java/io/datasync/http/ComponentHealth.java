package io.datasync.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The health of a process as the sum of its parts: the loops that must run and the servers it needs. */
public final class ComponentHealth implements Health {
    /** Looks whether a part works; throws, with a reason, if it does not. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /** What the parts say. */
    public record Report(String status, Map<String, String> components) {}

    private static final String UP = "UP";

    private final Map<String, BooleanSupplier> loops;
    private final Map<String, Check> checks;

    /**
     * @param loops parts of the process by name, with whether they are alive
     * @param checks servers by name
     */
    public ComponentHealth(Map<String, BooleanSupplier> loops, Map<String, Check> checks) {
        this.loops = Map.copyOf(loops);
        this.checks = Map.copyOf(checks);
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
        Map<String, String> states = new LinkedHashMap<>();
        checks.forEach((name, check) -> states.put(name, state(check)));
        return states;
    }

    private static String state(Check check) {
        try {
            check.run();
            return UP;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "DOWN: interrupted";
        } catch (Exception failure) {
            return "DOWN: " + Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        }
    }

    private static Answer answer(Map<String, String> components) {
        boolean ok = components.values().stream().allMatch(UP::equals);
        return new Answer(ok, new Report(ok ? UP : "DOWN", components));
    }
}
