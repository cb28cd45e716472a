package io.datasync.http;

/** What a process says about itself over HTTP. */
public interface Health {

    /**
     * An answer.
     *
     * @param ok whether it is 200, otherwise 503
     * @param body a record or map, written as JSON
     */
    record Answer(boolean ok, Object body) {}

    /** For people and dashboards: everything known. */
    Answer health();

    /** For the supervisor: whether the process should be left running. */
    Answer live();

    /** For the load balancer: whether all that the process needs answers. */
    Answer ready();
}
