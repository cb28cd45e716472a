package io.datasync.loader.target;

/**
 * A column of a destination table.
 *
 * @param name as the database writes it
 * @param typeName the type as the database writes it, such as {@code varchar(20)}; goes into messages and into DDL
 * @param hasDefault whether the database fills it in a row that does not name it: a default or an identity
 * @param alwaysIdentity whether it is an identity column whose value cannot be updated
 * @param computed whether the database alone writes it
 */
public record TargetColumn(
        String name,
        TargetType type,
        String typeName,
        boolean nullable,
        boolean hasDefault,
        boolean alwaysIdentity,
        boolean computed) {}
