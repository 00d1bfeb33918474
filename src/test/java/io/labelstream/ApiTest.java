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
import java.util.Set;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.labelstream", importOptions = DoNotIncludeTests.class)
class ApiTest {
  private static final Set<String> API = Set.of(
      "io.labelstream", "io.labelstream.model", "io.labelstream.model.load", "io.labelstream.topology", "io.labelstream.wire");

  @ArchTest
  static final ArchRule shouldNameNothingInternalWhereUsersOfTheLibraryLook =
      classes().that().resideInAnyPackage(API.toArray(String[]::new)).and().arePublic().should(nameNothingInternal());

  private static ArchCondition<JavaClass> nameNothingInternal() {
    return new ArchCondition<>("name nothing internal in their signatures") {
      @Override
      public void check(final JavaClass type, final ConditionEvents events) {
        if (!isApi(type)) {
          return;
        }
        Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream())
            .filter(ApiTest::isInternal)
            .forEach(named -> report(type.getName(), named, type, events));
        type.getMembers().stream().filter(ApiTest::isOfUsers).forEach(member -> named(member)
            .filter(ApiTest::isInternal)
            .forEach(named -> report(member.getFullName(), named, type, events)));
      }
    };
  }

  private static void report(final String where, final JavaClass named, final JavaClass type, final ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(type, where + " names " + named.getName()));
  }

  private static Stream<JavaClass> named(final JavaMember member) {
    return switch (member) {
      case final JavaField field -> involved(field.getType());
      case final JavaCodeUnit unit -> Stream.of(
              Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(), unit.getThrowsClause().getTypes().stream().map(JavaType.class::cast))
          .flatMap(types -> types)
          .flatMap(ApiTest::involved);
      default -> Stream.empty();
    };
  }

  private static Stream<JavaClass> involved(final JavaType type) {
    return type.getAllInvolvedRawTypes().stream();
  }

  private static boolean isOfUsers(final JavaMember member) {
    return !member.getModifiers().contains(JavaModifier.SYNTHETIC)
        && (member.getModifiers().contains(JavaModifier.PUBLIC) || member.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static boolean isInternal(final JavaClass named) {
    return named.getPackageName().startsWith("io.labelstream") && !isApi(named.getBaseComponentType());
  }

  private static boolean isApi(final JavaClass type) {
    return API.contains(type.getPackageName()) && type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ApiTest::isApi).orElse(true);
  }
}
