package io.labelstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.labelstream.model.load.ModelLoader;

@AnalyzeClasses(packages = "io.labelstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule shouldPointDependenciesOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("display").definedBy("io.labelstream.display..")
          .layer("facade").definedBy("io.labelstream")
          .layer("text").definedBy("io.labelstream.text..")
          .layer("kernel").definedBy("io.labelstream.kernel..")
          .layer("model").definedBy("io.labelstream.model..")
          .layer("golden").definedBy("io.labelstream.golden..")
          .layer("train").definedBy("io.labelstream.train..")
          .layer("wire").definedBy("io.labelstream.wire..")
          .layer("rollout").definedBy("io.labelstream.rollout..")
          .layer("topology").definedBy("io.labelstream.topology..")
          .layer("pipeline").definedBy("io.labelstream.pipeline..")
          .layer("observe").definedBy("io.labelstream.observe..")
          .layer("embedded").definedBy("io.labelstream.embedded..")
          .layer("bench").definedBy("io.labelstream.bench..")
          .layer("cli").definedBy("io.labelstream.cli..")
          .layer("build").definedBy("io.labelstream.build..")
          .whereLayer("facade").mayNotBeAccessedByAnyLayer()
          .whereLayer("facade").mayOnlyAccessLayers("model", "wire", "rollout", "topology", "pipeline")
          .whereLayer("display").mayNotAccessAnyLayer()
          .whereLayer("kernel").mayNotAccessAnyLayer()
          .whereLayer("wire").mayNotAccessAnyLayer()
          .whereLayer("embedded").mayNotAccessAnyLayer()
          .whereLayer("text").mayOnlyAccessLayers("kernel")
          .whereLayer("model").mayOnlyAccessLayers("text", "kernel")
          .whereLayer("golden").mayOnlyAccessLayers("model")
          .whereLayer("train").mayOnlyAccessLayers("text", "kernel", "model", "wire")
          .whereLayer("rollout").mayOnlyAccessLayers("model", "golden", "wire")
          .whereLayer("topology").mayOnlyAccessLayers("display", "model", "wire", "rollout")
          .whereLayer("pipeline").mayOnlyAccessLayers("display", "model", "wire", "rollout", "topology")
          .whereLayer("observe").mayOnlyAccessLayers("display", "model", "wire", "rollout", "topology", "pipeline")
          .whereLayer("bench").mayOnlyAccessLayers("kernel", "model", "wire", "rollout", "topology", "pipeline", "observe", "embedded")
          .whereLayer("cli").mayOnlyBeAccessedByLayers("build")
          .whereLayer("build").mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule shouldKeepPackagesFreeOfCycles = slices().assignedFrom(new Rooms()).should().beFreeOfCycles();

  /** A package of the API and what is internal to it are one room. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(final JavaClass type) {
      return type.getPackageName().startsWith("io.labelstream")
          ? SliceIdentifier.of(type.getPackageName().replaceFirst("\\.internal$", ""))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  @ArchTest
  static final ArchRule shouldKeepKafkaOutOfTheClassifier =
      noClasses()
          .that().resideInAnyPackage("io.labelstream.text..", "io.labelstream.kernel..", "io.labelstream.model..")
          .should().dependOnClassesThat().resideInAnyPackage("org.apache..", "com.fasterxml..", "picocli..");

  @ArchTest
  static final ArchRule shouldKeepTheCommandLineOutOfRolloutsAndMeasurements =
      noClasses()
          .that().resideInAnyPackage("io.labelstream.rollout..", "io.labelstream.bench..")
          .should().dependOnClassesThat().resideInAnyPackage("io.labelstream.cli..", "picocli..");

  @ArchTest
  static final ArchRule shouldLeadAFleetFromOutsideItsInstances =
      noClasses()
          .that().resideInAnyPackage("io.labelstream.rollout..", "io.labelstream.topology..", "io.labelstream.pipeline..", "io.labelstream.observe..")
          .and().resideOutsideOfPackage("io.labelstream.rollout.fleet..")
          .should().dependOnClassesThat().resideInAPackage("io.labelstream.rollout.fleet..");

  /** Whoever uses the library without them finds all other classes to load. */
  @ArchTest
  static final ArchRule shouldUseOptionalDependenciesWhereTheyBelongOnly =
      noClasses()
          .that().resideOutsideOfPackages(
              "io.labelstream.cli..", "io.labelstream.display.json..", "io.labelstream.display.logback..", "io.labelstream.embedded..", "io.labelstream.observe..",
              "io.labelstream.train..")
          .should().dependOnClassesThat().resideInAnyPackage(
              "ch.qos.logback..", "com.fasterxml.jackson.dataformat..", "com.fasterxml.jackson.datatype..", "picocli..", "io.micrometer..", "io.prometheus..",
              "kafka..", "org.apache.lucene..", "org.apache.kafka.metadata..", "org.apache.kafka.raft..", "org.apache.kafka.server..",
              "org.apache.kafka.storage..", "org.eclipse.jetty..");

  /** A family of models moves in with packages of its own name and a line in two service files: nothing else knows it. */
  @ArchTest
  static void shouldKeepAFamilyToItsPackages(final JavaClasses classes) {
    for (final String family : ModelLoader.families()) {
      final String packages = "io.labelstream.." + family + "..";
      noClasses().that().resideOutsideOfPackage(packages).should().dependOnClassesThat().resideInAPackage(packages).check(classes);
    }
  }

  /** The tool leaves the native store out. */
  @ArchTest
  static final ArchRule shouldKeepNoState =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.rocksdb..", "org.apache.kafka.streams.state..");

  @ArchTest
  static final ArchRule shouldNeverDeserialiseJavaObjects =
      noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");
}
