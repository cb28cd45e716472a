package io.datasync.scheduler.schedule;

/**
 * The last Mass of a table and source system that may have emptied the table and did not succeed.
 *
 * @param id place in the order in which operations were opened
 */
public record UnfinishedMass(String tableName, String sourceSystem, long id) {}
