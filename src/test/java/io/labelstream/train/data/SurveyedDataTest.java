package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyedDataTest {
  @TempDir private Path folder;

  @Test
  void shouldTellOnceWhatTheDataHoldsWhenItIsGoneThroughAgainAndAgain() throws Exception {
    // Given
    final LabelledFile file = LabelledFile.of(
        Files.writeString(folder.resolve("d.txt"), "__label__b x\n__label__a y\n\n", StandardCharsets.UTF_8), DataOptions.usual());
    final List<DataSummary> surveyed = new ArrayList<>();
    final SurveyedData data = new SurveyedData(file, surveyed::add);

    // When
    final List<String> first = texts(data);
    final List<DataSummary> afterFirst = List.copyOf(surveyed);
    final List<String> second = texts(data);

    // Then
    assertThat(first).isEqualTo(second).containsExactly("x", "y");
    assertThat(afterFirst).isEqualTo(surveyed).containsExactly(file.survey());
  }

  private static List<String> texts(final ExampleSource source) throws Exception {
    final List<String> texts = new ArrayList<>();
    source.forEach(example -> texts.add(example.decoded()));
    return texts;
  }
}
