package io.datasync.fetcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;

/** PostgreSQL as any other database: connections that do not let the driver's COPY be seen. */
public final class WithoutCopy {
    private WithoutCopy() {}

    public static DataSource of(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                WithoutCopy.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(source, arguments);
                        return result instanceof Connection connection ? hiding(connection) : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static Connection hiding(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                WithoutCopy.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor") && arguments[0] == BaseConnection.class) {
                        return false;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
