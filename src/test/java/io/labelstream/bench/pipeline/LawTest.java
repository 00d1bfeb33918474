package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LawTest {
  @Test
  void shouldTellHowCostsGrowWithBytesForEachNumberOfThreads() {
    // Given: 2 us + 0.01 us a byte with one thread, twice as many records a second with two
    final List<CaseFigures> cases = List.of(
        Runs.figures(Runs.pipeline(1, 1, 100), 1e6 / 3), Runs.figures(Runs.pipeline(2, 1, 100), 2e6 / 3),
        Runs.figures(Runs.pipeline(1, 1, 800), 1e6 / 10), Runs.figures(Runs.pipeline(2, 1, 800), 2e6 / 10));

    // When
    final List<Law> laws = Law.of(cases);

    // Then
    assertThat(laws).extracting(Law::dimension)
        .containsExactly(Dimension.TEXT_BYTES, Dimension.TEXT_BYTES, Dimension.THREADS, Dimension.THREADS);
    assertThat(laws.getFirst().first()).isEqualTo(Runs.pipeline(1, 1, 100));
    assertThat(laws.getFirst().line().start()).isEqualTo(2, within(1e-6));
    assertThat(laws.getFirst().line().slope()).isEqualTo(0.01, within(1e-9));
    assertThat(laws.getLast().line().slope()).isEqualTo(1e5, within(1e-3));
  }

  @Test
  void shouldTellNoLawOfOnePoint() {
    assertThat(Law.of(List.of(Runs.figures(Runs.pipeline(1, 1, 0), 1000)))).isEmpty();
  }

  @Test
  void shouldTellHowCostsGrowWithEachDoublingOfLabels() {
    // Given
    final PipelineCase few = Runs.pipeline(1, 1, 0);
    final List<CaseFigures> cases = List.of(
        Runs.figures(new PipelineCase(few.conditions(), few.output(), new BenchModel(Path.of("a"), 4), 1), 1e6 / 5),
        Runs.figures(new PipelineCase(few.conditions(), few.output(), new BenchModel(Path.of("b"), 32), 1), 1e6 / 11));

    // When
    final List<Law> laws = Law.of(cases);

    // Then
    assertThat(laws).extracting(Law::dimension).containsExactly(Dimension.LABELS);
    assertThat(laws.getFirst().line().slope()).isEqualTo(2, within(1e-9));
  }

  @Test
  void shouldTellNoLawOfLabelsWhereModelsHaveAsMany() {
    // Given
    final PipelineCase one = Runs.pipeline(1, 1, 0);
    final PipelineCase other = new PipelineCase(one.conditions(), one.output(), new BenchModel(Path.of("b"), one.model().labels()), 1);

    // When
    final List<Law> laws = Law.of(List.of(Runs.figures(one, 1000), Runs.figures(other, 2000)));

    // Then
    assertThat(laws).isEmpty();
  }
}
