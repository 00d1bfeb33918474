package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Pom;
import io.labelstream.rollout.kafka.KafkaVersion;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pom as others get it. */
class PomTest {
  private static Pom pom;

  @BeforeAll
  static void readPom() throws Exception {
    pom = Pom.read();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "groupId", "artifactId", "version", "name", "description", "url",
      "licenses/license/name", "licenses/license/url", "developers/developer/name", "developers/developer/url",
      "scm/connection", "scm/developerConnection", "scm/url"})
  void shouldHaveWhatMavenCentralAsksFor(final String element) throws Exception {
    // When
    final List<String> values = pom.texts("/project/" + element);

    // Then
    assertThat(values).isNotEmpty().doesNotContain("");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/project/build/plugins/plugin[artifactId='maven-source-plugin']//goal[.='jar-no-fork']",
      "/project/build/plugins/plugin[artifactId='maven-javadoc-plugin']//goal[.='jar']",
      "/project/profiles/profile[id='release']//plugin[artifactId='maven-gpg-plugin']//goal[.='sign']",
      "/project/profiles/profile[id='release']//plugin[artifactId='central-publishing-maven-plugin']/extensions[.='true']"})
  void shouldAttachSourcesJavadocAndSignatures(final String step) throws Exception {
    // When
    final List<String> found = pom.texts(step);

    // Then
    assertThat(found).hasSize(1);
  }

  @Test
  void shouldGiveUsersOfTheLibraryOnlyWhatTheLibraryNeeds() throws Exception {
    // When
    final List<String> transitive = pom.texts("/project/dependencies/dependency[not(scope) and not(optional='true')]/artifactId");

    // Then
    assertThat(transitive).containsExactlyInAnyOrder("kafka-streams", "kafka-clients", "avro", "jackson-core", "jackson-databind", "jackson-annotations",
        "fastutil-core", "HdrHistogram", "slf4j-api", "jspecify");
  }

  @Test
  void shouldTakeNothingFromUsersOfTheLibraryThatADependencyBrings() throws Exception {
    // When
    final List<String> exclusions = pom.texts("//exclusion/artifactId");

    // Then
    assertThat(exclusions).isEmpty();
  }

  @Test
  void shouldBuildWithTheKafkaThatIsSaidToBeNeeded() throws Exception {
    // When
    final List<String> versions = pom.texts("/project/properties/kafka.version");

    // Then
    assertThat(versions).singleElement().asString().startsWith(KafkaVersion.NEEDED + ".");
    assertThat(KafkaVersion.deviation()).isEmpty();
  }
}
