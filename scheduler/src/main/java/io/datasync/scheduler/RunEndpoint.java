package io.datasync.scheduler;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.tick.Opened;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /tables/{table}/run?type=mass|daily|hourly|deletes}: what {@code datasync run} does. It answers 202 with the
 * operation's id once it is open, 409 if the table is busy or a cap is reached.
 */
final class RunEndpoint implements Handler {
    static final String PATH = "/tables/{table}/run";

    private static final Logger log = LoggerFactory.getLogger(RunEndpoint.class);

    /** What the client is told of an operation that it has started. */
    private record Started(String operationId, String table, UpdateType type) {}

    private final DataSyncConfig config;
    private final RunByHand runByHand;

    RunEndpoint(DataSyncConfig config, RunByHand runByHand) {
        this.config = config;
        this.runByHand = runByHand;
    }

    @Override
    public void handle(Context context) {
        TableConfig table = config.table(context.pathParam("table"))
                .orElseThrow(() -> new NotFoundResponse("There is no such table in the configuration"));
        UpdateType type = type(Optional.ofNullable(context.queryParam("type")).orElse(UpdateType.HOURLY.name()));
        if (type == UpdateType.DELETES && !table.schedule(type).enabled()) {
            throw new BadRequestResponse("The table has no deletes; set deletes.mode to remove or mark");
        }
        Opened opened = runByHand.run(table, type);
        if (opened.result() != OpenResult.OPENED) {
            throw new ConflictResponse(reason(opened.result()));
        }
        Operation operation = opened.operation();
        log.atInfo()
                .addKeyValue("table", operation.tableName())
                .addKeyValue("type", type)
                .addKeyValue("operation", operation.operationId())
                .addKeyValue("address", context.ip())
                .log("Started over HTTP");
        context.status(HttpStatus.ACCEPTED)
                .contentType("application/json")
                .result(Json.write(new Started(operation.operationId(), operation.tableName(), type)));
    }

    private static UpdateType type(String text) {
        return Arrays.stream(UpdateType.values())
                .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("type is mass, daily, hourly or deletes"));
    }

    private static String reason(OpenResult result) {
        return switch (result) {
            case OPENED -> "It was started";
            case TABLE_BUSY -> "Another operation of the table is open";
            case CAP_REACHED -> "datasync.maxDegreeOfParallelism operations are open";
            case SOURCE_CAP_REACHED -> "maxOpenOperations of its source are open";
        };
    }
}
