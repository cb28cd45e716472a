package io.datasync.embedded;

import java.util.Map;
import java.util.TreeMap;

/**
 * A second listener of an {@link EmbeddedKafka}, for clients that log in by SASL over TLS.
 *
 * @param port on the loopback address, 1–65535
 * @param settings of the broker that go with it: keys, mechanisms, authorizer
 */
public record SaslListener(int port, Map<String, String> settings) {
    public SaslListener {
        settings = Map.copyOf(settings);
    }

    /** One on a free port. */
    public static SaslListener onFreePort(Map<String, String> settings) {
        return new SaslListener(LoopbackPort.free(), settings);
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The settings of a broker that has listeners, with this one too. */
    Map<String, String> added(Map<String, String> broker) {
        Map<String, String> all = new TreeMap<>(broker);
        String address = ",SASL_SSL://127.0.0.1:" + port;
        all.merge("listeners", address, String::concat);
        all.merge("advertised.listeners", address, String::concat);
        // Left out, Kafka knows it only as long as every listener is plain.
        all.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL");
        all.putAll(settings);
        return all;
    }
}
