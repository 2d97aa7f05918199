package io.fieldgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between the packages: message, yaml and lane, then sources and sinks, then route and observe, then console and command, then
 * the main class. They name the packages to come too, so that those have their place from their first class on.
 */
@AnalyzeClasses(packages = "io.fieldgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String MAIN = "io.fieldgate";
    private static final String EMBEDDED = "io.fieldgate.embedded..";
    private static final String[] SOURCES_AND_SINKS = {
        "io.fieldgate.mqtt..",
        "io.fieldgate.http..",
        "io.fieldgate.file..",
        "io.fieldgate.bridge..",
        "io.fieldgate.topic..",
        "io.fieldgate.database..",
        "io.fieldgate.lake..",
        "io.fieldgate.alert..",
        "io.fieldgate.notify.."
    };

    @ArchTest
    static final ArchRule MESSAGE_IS_PURE = classes()
            .that()
            .resideInAPackage("io.fieldgate.message..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.fieldgate.message..")
            .because("all sources and sinks agree on it; what needs a library belongs to one of them");

    @ArchTest
    static final ArchRule YAML_KNOWS_NOBODY_WHO_READS_IT = noClasses()
            .that()
            .resideInAPackage("io.fieldgate.yaml..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SOURCES_AND_SINKS)
            .because("it reads files for all of them; what the keys mean belongs to one of them");

    @ArchTest
    static final ArchRule A_LANE_KNOWS_NOBODY_WHO_USES_IT = noClasses()
            .that()
            .resideInAPackage("io.fieldgate.lane..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SOURCES_AND_SINKS)
            .because("it is the same for all of them; what differs belongs to one of them");

    @ArchTest
    static final ArchRule NEIGHBOURS_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.fieldgate.bridge.(*)..")
            .should()
            .notDependOnEachOther()
            .because("each can be taken out alone; what they share belongs to io.fieldgate.bridge");

    @ArchTest
    static final ArchRule SIBLINGS_MEET_IN_A_ROUTE = slices().matching(
                    "io.fieldgate.(mqtt|http|file|bridge|topic|database|alert|notify)..")
            .should()
            .notDependOnEachOther()
            .because(
                    "a source and a sink meet in a Camel route; what they share belongs to io.fieldgate.message, io.fieldgate.lane, or io.fieldgate.yaml");

    @ArchTest
    static final ArchRule A_LAKE_KNOWS_TABLES_AND_NO_OTHER_SIBLING = noClasses()
            .that()
            .resideInAPackage("io.fieldgate.lake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fieldgate.mqtt..",
                    "io.fieldgate.http..",
                    "io.fieldgate.file..",
                    "io.fieldgate.bridge..",
                    "io.fieldgate.topic..",
                    "io.fieldgate.alert..",
                    "io.fieldgate.notify..")
            .because("its files have the rows of config/tables.yaml; whatever else it shares, all sinks do");

    @ArchTest
    static final ArchRule NOBODY_BESIDE_A_LAKE_KNOWS_IT = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.fieldgate.mqtt..",
                    "io.fieldgate.http..",
                    "io.fieldgate.file..",
                    "io.fieldgate.bridge..",
                    "io.fieldgate.topic..",
                    "io.fieldgate.database..",
                    "io.fieldgate.alert..",
                    "io.fieldgate.notify..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fieldgate.lake..")
            .because("a source and a sink meet in a Camel route");

    @ArchTest
    static final ArchRule SOURCES_AND_SINKS_KNOW_NOTHING_ABOVE_THEM = noClasses()
            .that()
            .resideInAnyPackage(SOURCES_AND_SINKS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fieldgate.route..",
                    "io.fieldgate.observe..",
                    "io.fieldgate.console..",
                    "io.fieldgate.command..")
            .because("they must run in any Camel context");

    @ArchTest
    static final ArchRule ROUTE_AND_OBSERVE_KNOW_NOTHING_ABOVE_THEM = noClasses()
            .that()
            .resideInAnyPackage("io.fieldgate.route..", "io.fieldgate.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fieldgate.console..", "io.fieldgate.command..")
            .because("routes run and are observed whether or not somebody looks");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_MAIN_CLASS = noClasses()
            .that()
            .resideOutsideOfPackage(MAIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MAIN)
            .because("the wiring knows the parts, not the other way round; pass what a part needs to its constructor");

    @ArchTest
    static final ArchRule EMBEDDED_IS_OPTIONAL = noClasses()
            .that()
            .resideOutsideOfPackages(MAIN, EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EMBEDDED)
            .because("only the main class may know the parts of the demo");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.fieldgate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE = classes()
            .that()
            .resideOutsideOfPackages(SOURCES_AND_SINKS)
            .should()
            .resideInAnyPackage(
                    MAIN,
                    EMBEDDED,
                    "io.fieldgate.message..",
                    "io.fieldgate.yaml..",
                    "io.fieldgate.lane..",
                    "io.fieldgate.route..",
                    "io.fieldgate.observe..",
                    "io.fieldgate.console..",
                    "io.fieldgate.command..")
            .because("the arrows above must say who may use a package; name a new one there first");

    @ArchTest
    static final ArchRule PACKAGES_ARE_DOMAIN_WORDS = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..service..", "..manager..")
            .because("such a name says nothing; move the class to the package whose word it serves");

    @ArchTest
    static final ArchRule CLASSES_ARE_DOMAIN_WORDS = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
            .because("behaviour lives on the type that knows");

    @ArchTest
    static final ArchRule CONSTRUCTORS_INJECT = fields().should()
            .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .because("a class says what it needs in its constructor");
}
