package io.datasync.loader.postgresql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.infra.Blackhole;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

/** A COPY into a server that is not there. */
final class DiscardedCopy implements CopyIn {
    private final Blackhole bytes;
    private boolean active = true;

    private DiscardedCopy(Blackhole bytes) {
        this.bytes = bytes;
    }

    /** A connection that can start such a COPY and nothing else. */
    static Connection connection(Blackhole bytes) throws SQLException {
        // A manager asks its connection for parts that this one does not use.
        CopyManager copies = new CopyManager(connection((self, method, arguments) -> null)) {
            @Override
            public CopyIn copyIn(String sql) {
                return new DiscardedCopy(bytes);
            }
        };
        return connection((self, method, arguments) -> switch (method.getName()) {
            case "unwrap" -> self;
            case "getCopyAPI" -> copies;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static BaseConnection connection(InvocationHandler answers) {
        return (BaseConnection) Proxy.newProxyInstance(
                DiscardedCopy.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, answers);
    }

    @Override
    public void writeToCopy(byte[] buffer, int offset, int size) {
        bytes.consume(buffer);
    }

    @Override
    public void writeToCopy(ByteStreamWriter from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flushCopy() {
        // Nothing is kept.
    }

    @Override
    public long endCopy() {
        active = false;
        return 0;
    }

    @Override
    public void cancelCopy() {
        active = false;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public int getFieldCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getFormat() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getFieldFormat(int field) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getHandledRowCount() {
        throw new UnsupportedOperationException();
    }
}
