package io.datasync.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The borders between modules, as their packages draw them. */
class ModuleBordersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // A packaged build has the tests of other modules in jars.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.datasync");

    private static final String[] SHARED =
            packages("config", "database", "error", "http", "kafka", "lifecycle", "message", "rows", "telemetry");
    private static final String[] SCHEDULER = packages("scheduler");
    private static final String[] FETCHER = packages("fetcher");
    private static final String[] LOADER = packages("loader");
    private static final String[] TOP = packages("cli", "demo", "embedded", "standalone", "verify");

    private static String[] packages(String... names) {
        return Stream.of(names).map(name -> "io.datasync." + name + "..").toArray(String[]::new);
    }

    private static void assertApart(String[] importing, String[]... imported) {
        noClasses()
                .that()
                .resideInAnyPackage(importing)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(imported).flatMap(Stream::of).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void sharedImportsNoOtherModule() {
        assertApart(SHARED, SCHEDULER, FETCHER, LOADER, TOP);
    }

    @Test
    void theSchedulerAndTheWorkersImportNeitherEachOtherNorWhatStartsThem() {
        assertApart(SCHEDULER, FETCHER, LOADER, TOP);
        assertApart(FETCHER, SCHEDULER, LOADER, TOP);
        assertApart(LOADER, SCHEDULER, FETCHER, TOP);
    }

    @Test
    void theEmbeddedServersKnowNothingOfDataSync() {
        assertApart(
                packages("embedded"),
                SHARED,
                SCHEDULER,
                FETCHER,
                LOADER,
                packages("cli", "demo", "standalone", "verify"));
    }

    @Test
    void theDestinationsDoNotImportEachOtherAndNothingCommonImportsThem() {
        assertApart(packages("loader.sqlserver"), packages("loader.postgresql"));
        assertApart(packages("loader.postgresql"), packages("loader.sqlserver"));
        assertApart(
                packages("loader.target", "loader.batch", "loader.postprocessor"),
                packages("loader.sqlserver", "loader.postgresql"));
    }

    @Test
    void theFetchersKnowNoMoreThanTheJdbcOneTheyAreBuiltOn() {
        assertApart(packages("fetcher.jdbc"), packages("fetcher.jde", "fetcher.cms", "fetcher.sample"));
        assertApart(packages("fetcher.sample"), packages("fetcher.jdbc", "fetcher.jde", "fetcher.cms"));
        assertApart(packages("fetcher.jde"), packages("fetcher.cms", "fetcher.sample"));
        assertApart(packages("fetcher.cms"), packages("fetcher.jde", "fetcher.sample"));
    }

    /** A driver quotes as its server does, which a name in a message or a log table does not know. */
    @Test
    void noProcessQuotesNamesByTheDriver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.datasync.embedded..")
                .should()
                .callMethod(Statement.class, "enquoteIdentifier", String.class, boolean.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = CLASSES.getPackage("io.datasync").getSubpackagesInTree().stream()
                .filter(javaPackage -> !javaPackage.getClasses().isEmpty())
                .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), unmarked);
        assertTrue(CLASSES.size() > 200, "only " + CLASSES.size() + " classes found");
    }
}
