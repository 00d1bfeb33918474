package io.labelstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A user of the library sees the public types of a few packages. Their signatures name only each other, and types that every user has. */
@AnalyzeClasses(packages = "io.labelstream", importOptions = DoNotIncludeTests.class)
class ApiTest {
  private static final Set<String> API = Set.of(
      "io.labelstream", "io.labelstream.model", "io.labelstream.model.load", "io.labelstream.topology", "io.labelstream.wire");
  private static final List<String> KNOWN_TO_ALL = List.of("java.", "org.apache.kafka.", "org.apache.avro.", "org.slf4j.", "org.jspecify.");

  @ArchTest
  static final ArchRule shouldNameNothingInternalInSignatures =
      classes().that().resideInAnyPackage(API.toArray(String[]::new)).should(new ArchCondition<>("name nothing internal in signatures") {
        @Override
        public void check(final JavaClass type, final ConditionEvents events) {
          if (isApi(type)) {
            named(type).filter(ApiTest::isInternal).distinct().forEach(named ->
                events.add(SimpleConditionEvent.violated(type, type.getName() + " names " + named.getName())));
          }
        }
      });

  private static Stream<JavaClass> named(final JavaClass type) {
    return Stream.concat(
        Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream()).flatMap(ApiTest::involved),
        type.getMembers().stream().filter(ApiTest::isForUsers).flatMap(ApiTest::named));
  }

  private static Stream<JavaClass> named(final JavaMember member) {
    return switch (member) {
      case final JavaField field -> involved(field.getType());
      case final JavaCodeUnit unit -> Stream.of(
          involved(unit.getReturnType()),
          unit.getParameterTypes().stream().flatMap(ApiTest::involved),
          unit.getExceptionTypes().stream()).flatMap(types -> types);
      default -> Stream.empty();
    };
  }

  private static Stream<JavaClass> involved(final JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static boolean isForUsers(final JavaMember member) {
    final Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC) && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static boolean isInternal(final JavaClass named) {
    final JavaClass type = named.getBaseComponentType();
    return !type.isPrimitive() && !isApi(type) && KNOWN_TO_ALL.stream().noneMatch(known -> type.getName().startsWith(known));
  }

  private static boolean isApi(final JavaClass type) {
    return API.contains(type.getPackageName()) && type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ApiTest::isApi).orElse(true);
  }
}
