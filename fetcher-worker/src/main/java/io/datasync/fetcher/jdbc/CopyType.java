package io.datasync.fetcher.jdbc;

import java.util.Optional;

/** The types of PostgreSQL that {@link CopyCursor} reads. A domain comes as the type it is of. */
enum CopyType {
    BOOL,
    INT2,
    INT4,
    INT8,
    FLOAT4,
    FLOAT8,
    NUMERIC,
    TEXT,
    BYTEA,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    UUID;

    /** The type of that name in the driver's words; empty if it is not known here. */
    static Optional<CopyType> of(String typeName) {
        return Optional.ofNullable(
                switch (typeName) {
                    case "bool" -> BOOL;
                    case "int2", "smallserial" -> INT2;
                    case "int4", "serial" -> INT4;
                    case "int8", "bigserial" -> INT8;
                    case "float4" -> FLOAT4;
                    case "float8" -> FLOAT8;
                    case "numeric" -> NUMERIC;
                    case "text", "varchar", "bpchar" -> TEXT;
                    case "bytea" -> BYTEA;
                    case "date" -> DATE;
                    case "time" -> TIME;
                    case "timestamp" -> TIMESTAMP;
                    case "timestamptz" -> TIMESTAMPTZ;
                    case "uuid" -> UUID;
                    default -> null;
                });
    }
}
