package io.datasync.http;

import io.datasync.config.Secret;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret without which nobody may act over HTTP, {@code http.token}; if there is none, nobody may at all. */
public final class BearerToken {
    private static final Logger log = LoggerFactory.getLogger(BearerToken.class);
    private static final String SCHEME = "Bearer ";

    private final Secret token;

    public BearerToken(Secret token) {
        this.token = token;
    }

    /** An endpoint that is asked only by who has the token: 403 if none is configured, 401 if it is not the one. */
    public Handler guard(Handler acting) {
        return context -> {
            if (token.equals(Secret.none())) {
                throw new ForbiddenResponse("Nobody may act over HTTP: no http.token is configured");
            }
            if (!isToken(context.header("Authorization"))) {
                log.atWarn()
                        .addKeyValue("path", context.path())
                        .addKeyValue("address", context.ip())
                        .log("Refused to act over HTTP without the right token");
                context.header("WWW-Authenticate", "Bearer realm=\"datasync\"");
                throw new UnauthorizedResponse("Send the header Authorization: Bearer, followed by http.token");
            }
            acting.handle(context);
        };
    }

    /** Takes as long whatever the first wrong character is, so that nobody finds out by the clock. */
    private boolean isToken(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8),
                        token.reveal().getBytes(StandardCharsets.UTF_8));
    }
}
