package io.datasync.demo;

import java.util.List;

/** The words the rows are made of. */
final class DemoWords {
    static final List<String> PLANTS = List.of("M30", "M40", "D30", "EU10", "1001");
    static final List<String> USERS =
            List.of("JSMITH", "MGARCIA", "PLANNER1", "TNGUYEN", "KOLSEN", "WHOUSE02", "AROSSI", "SCHEDULER");
    static final List<String> WORK_STATIONS = List.of("DEMOENT01", "DEMOENT02", "DEMOWEB01", "SHOP-014", "SHOP-022");
    static final List<String> BOUGHT_UNITS = List.of("EA", "EA", "EA", "EA", "KG", "MT", "LT");
    static final List<String> AISLES = List.of("A", "B", "C", "D", "E", "F");
    static final List<String> ADJECTIVES =
            List.of("Steel", "Brass", "Forged", "Sealed", "Zinc-plated", "Ceramic", "Nylon", "Heavy-duty", "Stainless");
    static final List<String> MADE_THINGS =
            List.of("Pump", "Valve", "Gearbox", "Manifold", "Compressor", "Actuator", "Flow Meter", "Rotor Unit");
    static final List<String> BOUGHT_THINGS = List.of(
            "Bolt M8×40", "Gasket Ø 52", "Bearing", "Spring", "Seal", "Bushing", "Washer", "Housing", "Grease", "Tube");
    static final List<String> OPERATIONS = List.of(
            "Saw and deburr",
            "Turn on lathe",
            "Mill to size",
            "Drill and tap",
            "Heat treat",
            "Assemble",
            "Pressure test",
            "Paint");
    static final List<String> WORK_CENTRES = List.of("200-101", "200-204", "200-310", "200-420", "200-901");
    static final List<String> PEOPLE = List.of(
            "Ana García",
            "Søren Ødegård",
            "Jürgen Weiß",
            "Zoë O'Neill",
            "Łukasz Żak",
            "田中 美咲",
            "Ewa Nowak",
            "Sam Lee",
            "Ирина Котова",
            "Chloé Lefèvre");
    static final List<String> COMPANIES = List.of(
            "Nordic Metals", "Müller & Söhne", "Atlas Bearings", "Cañada Fluidos", "Great Lakes Supply", "Kvist");
    static final List<String> COMPANY_FORMS = List.of("Inc.", "GmbH", "A/S", "S.A.", "Ltd.", "LLC");
    static final List<String> FEATURES = List.of("Bore Ø", "Length", "Runout", "Surface Ra", "Weight", "Leak rate");
    static final List<String> FAULTS = List.of(
            "Bore out of tolerance",
            "Surface scratched",
            "Leaks at the flange – 2 µl/min",
            "Wrong part fitted",
            "Certificate missing",
            "Größe falsch beschriftet");
    /** As people type them: line breaks, tabs, back slashes, quotes, an emoji. */
    static final List<String> REMARKS = List.of(
            "Looks fine",
            "Re-measured after cleaning\nsecond value kept",
            "See \\\\share\\mis\\photo.png",
            "Tool\tworn",
            "Gauge says \"low battery\"",
            "Kunde informiert – wartet auf Rückmeldung",
            "OK 👍",
            "");

    private DemoWords() {}

    /** A business unit as JDE stores it, right-justified in 12. */
    static String rightJustified(String businessUnit) {
        return " ".repeat(12 - businessUnit.length()) + businessUnit;
    }

    static String zeroPadded(long number, int digits) {
        String digitsOnly = Long.toString(number);
        return "0".repeat(Math.max(0, digits - digitsOnly.length())) + digitsOnly;
    }
}
