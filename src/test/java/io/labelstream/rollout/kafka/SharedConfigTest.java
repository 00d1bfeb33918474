package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.SharedConfig.Difference;
import io.labelstream.rollout.kafka.SharedConfig.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedConfigTest {
  private static final Duration LEAD = Duration.ofSeconds(30);
  private static final String KEY = "ab".repeat(32);
  private static final SharedConfig CONFIG = config("models", "artifacts", LEAD, List.of("language", "topic"), List.of(KEY), List.of("/srv/models", "/data"))
      .withBaseModels(bases("language", "1", "topic", "2"));

  @Test
  void shouldBeTheSameInWhateverOrderItIsConfigured() {
    // Given
    final SharedConfig other = config("models", "artifacts", Duration.ofMillis(30_000), List.of("topic", "language", "topic"), List.of(KEY, KEY),
        List.of("/data", "/srv/models", "/data")).withBaseModels(bases("topic", "2", "language", "1"));

    // When
    final List<Difference> differences = CONFIG.differences(other);

    // Then
    assertThat(other).isEqualTo(CONFIG);
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/models, /srv/models/",
    "/srv/models, /srv/./x/../models",
    "https://models.example/team, https://Models.Example:443/team//",
    "https://models.example, https://models.example/"})
  void shouldBeTheSameHoweverALocationIsWritten(final String one, final String other) {
    assertThat(located(one)).isEqualTo(located(other));
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/models, /srv/Models",
    "/srv/models, /srv/models/new",
    "https://models.example/team, https://models.example/Team",
    "https://models.example, https://models.example:8443"})
  void shouldTellLocationsApart(final String one, final String other) {
    assertThat(located(one).differences(located(other))).extracting(Difference::part).containsExactly(Part.LOCATIONS);
  }

  @Test
  void shouldNameEachPartThatDiffers() {
    assertThat(parts(config("others", "artifacts", LEAD, List.of("language", "topic"), List.of(KEY), List.of("/srv/models", "/data"))))
        .containsExactly(Part.CONTROL_TOPIC);
    assertThat(parts(config("models", "artifacts", Duration.ofSeconds(31), List.of("language", "topic"), List.of(KEY), List.of("/srv/models", "/data"))))
        .containsExactly(Part.LEAD);
    assertThat(parts(config("models", "artifacts", LEAD, List.of("language"), List.of(KEY), List.of("/srv/models", "/data")))).containsExactly(Part.SLOTS);
    assertThat(parts(config("models", "artifacts", LEAD, List.of("language", "topic"), List.of(), List.of("/srv/models", "/data"))))
        .containsExactly(Part.PUBLIC_KEYS);
    assertThat(parts(config("models", "artifacts", LEAD, List.of("language", "topic"), List.of(KEY), List.of("/srv/models")))).containsExactly(Part.LOCATIONS);
    assertThat(parts(config("models", "elsewhere", LEAD, List.of("language", "topic"), List.of(KEY), List.of("/srv/models", "/data"))))
        .containsExactly(Part.LOCATIONS);
    assertThat(parts(CONFIG.withBaseModels(bases("language", "1", "topic", "3")))).containsExactly(Part.BASE_MODELS);
    assertThat(parts(CONFIG.withBaseModels(bases("language", "2", "topic", "1")))).containsExactly(Part.BASE_MODELS);
    assertThat(parts(CONFIG.withBaseModels(Map.of("language", Optional.empty(), "topic", Optional.empty())))).containsExactly(Part.BASE_MODELS);
  }

  @Test
  void shouldNotTakeOneSetForAnotherThatIsCutElsewhere() {
    assertThat(located("/a", "/b").differences(located("/a/b"))).isNotEmpty();
    assertThat(located("/a").differences(located("/a", "/b"))).isNotEmpty();
  }

  @Test
  void shouldCompareOnlyWhatBothTell() {
    // Given
    final SharedConfig later = new SharedConfig(Map.of("a-part-of-a-later-release", "x", Part.LEAD.code(), "30000 ms"));

    // When
    final List<Difference> differences = CONFIG.differences(later);

    // Then
    assertThat(differences).isEmpty();
    assertThat(CONFIG.differences(SharedConfig.none())).isEmpty();
    assertThat(SharedConfig.none().differences(CONFIG)).isEmpty();
  }

  @Test
  void shouldSayWhatDiffersInAFewPlainWords() {
    // Given
    final SharedConfig forged = new SharedConfig(Map.of(Part.LEAD.code(), "1 ms\nforged line", Part.SLOTS.code(), "x".repeat(500),
        Part.PUBLIC_KEYS.code(), KEY));

    // When
    final List<String> words = CONFIG.differences(forged).stream().map(Difference::toString).toList();

    // Then
    assertThat(words).containsExactly(
        "lead (30000 ms here, unprintable there)",
        "slots (language, topic here, " + "x".repeat(80) + "... there)",
        "public-keys (" + CONFIG.value(Part.PUBLIC_KEYS).orElseThrow().substring(0, 12) + " here, abababababab there)");
  }

  private static List<Part> parts(final SharedConfig other) {
    return CONFIG.differences(other).stream().map(Difference::part).toList();
  }

  private static SharedConfig located(final String... locations) {
    return config("models", "artifacts", LEAD, List.of("language"), List.of(), List.of(locations));
  }

  private static SharedConfig config(
      final String control, final String artifacts, final Duration lead, final List<String> slots, final List<String> keys, final List<String> locations) {
    return SharedConfig.of(control, artifacts, lead, slots, keys, locations);
  }

  /** Base versions by slot, in the order that they are given. */
  private static Map<String, Optional<Entry>> bases(final String... slotsAndVersions) {
    final Map<String, Optional<Entry>> bases = new LinkedHashMap<>();
    for (int at = 0; at < slotsAndVersions.length; at += 2) {
      final Announcement base = new Announcement(slotsAndVersions[at], 1, "lid", slotsAndVersions[at + 1], "fasttext",
          new ArtifactReference("file:///" + slotsAndVersions[at + 1], 10, "ef".repeat(32)), Optional.empty(), new Traffic.Live(),
          new EffectiveFrom.Beginning(), Reach.FORWARD, "", "");
      bases.put(slotsAndVersions[at], Optional.of(new Entry(base, Entry.BASE_OFFSET, Entry.BEGINNING)));
    }
    return bases;
  }
}
