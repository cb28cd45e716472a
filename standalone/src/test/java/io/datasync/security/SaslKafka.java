package io.datasync.security;

import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.SaslListener;
import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A real broker that takes logins by SCRAM over TLS, with a certificate of its own making, and lets nobody do what no ACL
 * grants. Its plain listener is for its administrator.
 */
final class SaslKafka implements AutoCloseable {
    private static final String KEY_PASSWORD = "key-of-the-test";
    private static final int ITERATIONS = 4_096;

    private final Lifecycle parts = new Lifecycle();
    private final Path certificate;
    private final SaslListener listener;
    private final String administratorsAddress;
    private final Admin admin;

    private SaslKafka(Path directory) {
        Path keys = directory.resolve("keys.p12");
        makeKey(keys);
        certificate = exportCertificate(keys, directory.resolve("certificate.pem"));
        listener = SaslListener.onFreePort(Map.of(
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                KEY_PASSWORD,
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS"));
        EmbeddedKafka kafka = parts.add("kafka", EmbeddedKafka.start(directory.resolve("kafka"), listener));
        administratorsAddress = kafka.bootstrapServers();
        admin = parts.add("admin", Admin.create(Map.of("bootstrap.servers", administratorsAddress)));
    }

    /** Starts in a directory that is there. */
    static SaslKafka start(Path directory) {
        return new SaslKafka(directory);
    }

    /** Lines of the section {@code kafka} for a user. */
    String configuration(String user, String password) {
        return listener.bootstrapServers()
                + """

                  properties:
                    security.protocol: SASL_SSL
                    ssl.truststore.type: PEM
                    ssl.truststore.location: %s
                    sasl.mechanism: SCRAM-SHA-512
                    sasl.jaas.config: >-
                      org.apache.kafka.common.security.scram.ScramLoginModule required
                      username="%s" password="%s";
                """.formatted(certificate, user, password).stripTrailing();
    }

    void addUser(String name, String password) {
        await(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)))
                .all());
    }

    void grant(Collection<AclBinding> rights) {
        await(admin.createAcls(rights).all());
    }

    void revoke(AclBinding right) {
        await(admin.deleteAcls(List.of(right.toFilter())).all());
    }

    /** The plain listener, where everything is allowed. */
    String administratorsAddress() {
        return administratorsAddress;
    }

    @Override
    public void close() {
        parts.close();
    }

    private static void await(KafkaFuture<?> done) {
        try {
            done.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void makeKey(Path keys) {
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "broker",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=broker",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keys.toString(),
                            "-storepass",
                            KEY_PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(printed);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path exportCertificate(Path keys, Path certificate) {
        try (InputStream input = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(input, KEY_PASSWORD.toCharArray());
            String encoded = Base64.getMimeEncoder()
                    .encodeToString(store.getCertificate("broker").getEncoded());
            return Files.writeString(
                    certificate, "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
