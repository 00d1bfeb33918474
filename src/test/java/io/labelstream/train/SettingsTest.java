package io.labelstream.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Setting<Integer> DEPTH = Setting.of("depth", Integer.class).about("N", "How deep").usual(3)
      .within(depth -> depth >= 1, "the depth is %s, expected at least 1").row("depth and width").build();
  private static final Setting<Integer> WIDTH = Setting.of("width", Integer.class).about("N", "How wide").usualInWords(7).row("depth and width").build();
  private static final Setting<Path> VECTORS = Setting.of("vectors", Path.class).about("FILE", "Where to start").row("vectors").absent("none").build();
  private static final Setting<Boolean> BEST = Setting.of("best", Boolean.class).about("", "Keep the best").usualInWords(false)
      .needing(Setting.Need.VALIDATION, best -> best).build();
  private static final Setting<FileList> MODELS =
      Setting.of("models", FileList.class).about("FILE,FILE", "Where from").written(FileList::parse, FileList::toString).build();
  private static final List<Setting<?>> ALL = List.of(DEPTH, WIDTH, VECTORS, BEST);

  @Test
  void shouldHaveTheUsualValueOfWhatIsNotGiven() {
    // When
    final Settings settings = Settings.usual().with(DEPTH, 5);

    // Then
    assertThat(settings.get(DEPTH)).isEqualTo(5);
    assertThat(settings.get(WIDTH)).isEqualTo(7);
    assertThat(settings.find(VECTORS)).isEmpty();
    assertThatThrownBy(() -> settings.get(VECTORS)).isInstanceOf(IllegalStateException.class).hasMessageContaining("vectors");
  }

  @Test
  void shouldRefuseAValueThatIsOutOfRange() {
    assertThatThrownBy(() -> Settings.usual().with(DEPTH, 0)).isInstanceOf(IllegalArgumentException.class).hasMessage("the depth is 0, expected at least 1");
  }

  @Test
  void shouldTellValuesInTheRowsOfACard() {
    // When
    final Map<String, String> rows = Settings.usual().with(WIDTH, 9).rows(ALL);

    // Then
    assertThat(rows).containsExactly(Map.entry("depth and width", "3, 9"), Map.entry("vectors", "none"));
  }

  @Test
  void shouldGiveTheWordsThatSetWhatTheHelpShowsAndWhatIsUnusual() {
    // When
    final List<String> usual = Settings.usual().words(ALL);
    final List<String> changed = Settings.usual().with(WIDTH, 9).with(BEST, true).with(VECTORS, Path.of("v.txt")).words(ALL);

    // Then
    assertThat(usual).containsExactly("--depth", "3");
    assertThat(changed).containsExactly("--depth", "3", "--width", "9", "--vectors", "v.txt", "--best");
  }

  @Test
  void shouldNameFilesThatAreReadAndWhatNeedsTexts() {
    // When
    final Settings settings = Settings.usual().with(BEST, true).with(VECTORS, Path.of("v.txt"));

    // Then
    assertThat(settings.files()).containsExactly(Path.of("v.txt"));
    assertThat(settings.with(MODELS, FileList.parse("a.bin,b.bin")).files()).containsExactly(Path.of("v.txt"), Path.of("a.bin"), Path.of("b.bin"));
    assertThat(settings.needing(Setting.Need.VALIDATION::equals)).containsExactly(BEST);
    assertThat(settings.with(BEST, false).needing(Setting.Need.VALIDATION::equals)).isEmpty();
  }
}
