package io.datasync.fetcher.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * PostgreSQL in the place of another product: it runs the statements that it understands as they are, and others in the place of
 * those that it does not. That shows what is asked, and in which order; not that the other product would take it.
 */
final class PosingSource {
    /** All statements, in their order. */
    final List<String> statements = new CopyOnWriteArrayList<>();

    private final DataSource real;
    private final Map<String, String> instead;

    /**
     * A source of that data.
     *
     * @param instead what is run in the place of each statement that begins so
     */
    PosingSource(DataSource real, Map<String, String> instead) {
        this.real = real;
        this.instead = instead;
    }

    DataSource dataSource() {
        return posing(DataSource.class, real);
    }

    private <T> T posing(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && takesSql(method)) {
            statements.add(sql);
            arguments[0] = instead.entrySet().stream()
                    .filter(entry -> sql.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(sql);
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
        if (method.getName().equals("getConnection") && target instanceof DataSource) {
            return posing(Connection.class, (Connection) result);
        }
        return method.getName().equals("createStatement") ? posing(Statement.class, (Statement) result) : result;
    }

    private static boolean takesSql(Method method) {
        return method.getName().equals("prepareStatement") || method.getName().equals("execute");
    }
}
