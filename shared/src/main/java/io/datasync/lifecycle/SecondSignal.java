package io.datasync.lifecycle;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While a process stops in order, a further SIGTERM or Ctrl-C ends it at once; by itself a JVM that is stopping does not listen.
 * The JDK has no public interface to signals: {@code sun.misc.Signal} is exported by {@code jdk.unsupported} for want of one, and
 * is used by reflection since the compiler's warning about it cannot be switched off.
 */
final class SecondSignal {
    private static final Logger log = LoggerFactory.getLogger(SecondSignal.class);

    /** 128 + SIGTERM. */
    private static final int EXIT_CODE = 143;

    private SecondSignal() {}

    /** To be called once the first signal has come. */
    static void endsAtOnce() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halt = Proxy.newProxyInstance(
                    SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        log.atWarn()
                                .log("Told to stop again: ending at once, what is unfinished comes again elsewhere");
                        Runtime.getRuntime().halt(EXIT_CODE);
                        return null;
                    });
            for (String name : List.of("TERM", "INT")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), halt);
            }
        } catch (ReflectiveOperationException unsupported) {
            log.atDebug().setCause(unsupported).log("A second signal will not be heard");
        }
    }
}
