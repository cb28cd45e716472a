package io.datasync.demo;

import java.util.List;

/**
 * An update of some of a table's rows.
 *
 * @param key chooses which rows, by a hash of it
 * @param where which rows may be chosen
 * @param change the SET clause; it may use {@code stamp_date} and {@code stamp_time} in JDE's form and {@code stamp}
 * @param lastChange the row's stamp before; only rows that are older than the late commits can be one
 * @param rows how many at scale 1
 * @param lateRows how many of them get the stamp of a late commit
 */
record RowUpdate(String table, String key, String where, String change, String lastChange, int rows, int lateRows) {
    private static final String ALL = "true";

    /**
     * An ordinary day. The item ledger keeps its creation stamp when its posting code changes, so only rows young enough to be
     * read again are posted.
     */
    static List<RowUpdate> ofADay() {
        return List.of(
                new RowUpdate(
                        "jde.f4801",
                        "wadoco",
                        "wasrst < '90'",
                        "wasoqs = wasoqs + 10000, wasrst = CASE WHEN wasrst < '60' THEN '60' ELSE '40' END,"
                                + " waupmj = stamp_date, watday = stamp_time",
                        "(waupmj, watday)",
                        120,
                        12),
                new RowUpdate(
                        "jde.f3111",
                        "wmukid",
                        ALL,
                        "wmtrqt = wmtrqt + 2500, wmupmj = stamp_date, wmtday = stamp_time",
                        "(wmupmj, wmtday)",
                        400,
                        40),
                new RowUpdate(
                        "jde.f3112",
                        "wldoco::text || wlopsq",
                        ALL,
                        "wllaba = wllaba + 75, wlopst = '60', wlupmj = stamp_date, wltday = stamp_time",
                        "(wlupmj, wltday)",
                        250,
                        25),
                new RowUpdate(
                        "jde.f4111",
                        "ilukid",
                        "(ilcrdj, iltday) >= (recent_date, recent_time)",
                        "ilipcd = CASE ilipcd WHEN 'P' THEN 'X' ELSE 'P' END",
                        "(ilcrdj, iltday)",
                        150,
                        0),
                new RowUpdate(
                        "jde.f41021",
                        "lilotn || liitm",
                        ALL,
                        "lipqoh = lipqoh + 125000, lihcom = lihcom + 5000, liupmj = stamp_date, litday = stamp_time",
                        "(liupmj, litday)",
                        300,
                        30),
                new RowUpdate(
                        "jde.f4108",
                        "iolotn",
                        ALL,
                        "iolots = CASE iolots WHEN 'Q' THEN ' ' ELSE 'Q' END, ioupmj = stamp_date, iotday = stamp_time",
                        "(ioupmj, iotday)",
                        60,
                        6),
                new RowUpdate(
                        "jde.f4101",
                        "imitm",
                        ALL,
                        "imltlv = imltlv + 1, imupmj = stamp_date, imtday = stamp_time",
                        "(imupmj, imtday)",
                        20,
                        2),
                new RowUpdate(
                        "jde.f0101",
                        "aban8",
                        ALL,
                        "abcm = CASE abcm WHEN 'H' THEN ' ' ELSE 'H' END, abupmj = stamp_date, abupmt = stamp_time",
                        "(abupmj, abupmt)",
                        15,
                        1),
                new RowUpdate(
                        "jde.f0005",
                        "drky",
                        "drsy = '31'",
                        "drdl02 = 'Changed at ' || stamp_time, drupmj = stamp_date, drupmt = stamp_time",
                        "(drupmj, drupmt)",
                        4,
                        1),
                new RowUpdate(
                        "cms.mis_characteristic",
                        "code",
                        "upper_limit IS NOT NULL",
                        "upper_limit = upper_limit + 0.000125, last_update = stamp",
                        "last_update",
                        20,
                        2),
                new RowUpdate(
                        "cms.mis_data",
                        "id",
                        ALL,
                        "is_retest = NOT is_retest, remark = 'Checked again – ' || stamp, last_update = stamp",
                        "last_update",
                        200,
                        20),
                new RowUpdate(
                        "cms.mis_nonconformance",
                        "id",
                        "disposition IS NULL",
                        "disposition = 'REWORK', cost = 12.34, last_update = stamp",
                        "last_update",
                        25,
                        2));
    }

    /**
     * Counts the updated and the late rows. Parameters: late rows, salt of the hash, date, time and timestamp from which a row
     * is recent, all rows, then date, time and timestamp of now and of the late commits.
     */
    String sql() {
        return """
                WITH done AS (
                    UPDATE %s AS target SET %s
                    FROM (
                        SELECT row_id, place <= ? AND is_old AS late
                        FROM (
                            SELECT candidate.ctid AS row_id, %s AS is_old,
                                row_number() OVER (ORDER BY md5((%s)::text || ?)) AS place
                            FROM %s AS candidate,
                                (VALUES (?, ?, ?::timestamp)) AS recent (recent_date, recent_time, recent_stamp)
                            WHERE %s
                        ) AS placed
                        WHERE place <= ?
                    ) AS chosen
                    JOIN (VALUES (false, ?, ?, ?::timestamp), (true, ?, ?, ?::timestamp))
                        AS stamps (is_late, stamp_date, stamp_time, stamp) ON is_late = late
                    WHERE target.ctid = chosen.row_id
                    RETURNING late
                )
                SELECT count(*), count(*) FILTER (WHERE late) FROM done""".formatted(table, change, isOld(), key, table, where);
    }

    /** A transaction that began an hour ago holds its rows, so that nobody can have changed them since. */
    private String isOld() {
        return lastChange + " < " + (lastChange.startsWith("(") ? "(recent_date, recent_time)" : "recent_stamp");
    }
}
