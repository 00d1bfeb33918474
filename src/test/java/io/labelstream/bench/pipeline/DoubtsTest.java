package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final PipelineCase PIPELINE = Runs.pipeline(1, 1, 0);

  @Test
  void shouldTrustRepetitionsThatAreAlikeOnAQuietMachine() {
    assertThat(Doubts.of(List.of(Runs.figures(PIPELINE, 100_000, 104_000, 109_000)))).isEmpty();
  }

  @Test
  void shouldDoubtRepetitionsThatDiffer() {
    assertThat(Doubts.of(List.of(Runs.figures(PIPELINE, 100_000, 100_000, 112_000)))).singleElement().asString().contains("by up to 12 %");
  }

  @Test
  void shouldDoubtAMachineThatOthersUsed() {
    // Given
    final Compared<RunFigures> speed = new Compared<>(List.of(Runs.of(1000, new Noise(0, 0.07))), List.of(Runs.of(1000, new Noise(0.2, 0))));

    // When
    final List<String> doubts = Doubts.of(List.of(new CaseFigures(PIPELINE, speed, List.of())));

    // Then
    assertThat(doubts).satisfiesExactly(
        others -> assertThat(others).contains("other processes took up to 7 %"), steal -> assertThat(steal).contains("the host took up to 20 %"));
  }

  @Test
  void shouldDoubtLatenciesOfALateProducer() {
    // Given
    final Latency.Window window = new Latency.Window(1, 1, 1, 1, 1);
    final Compared<Latency> latency =
        new Compared<>(List.of(new Latency(10, window, window, List.of(1L), 35)), List.of(new Latency(10, window, window, List.of(1L), 1)));
    final CaseFigures quiet = Runs.figures(PIPELINE, 1000);

    // When
    final List<String> doubts = Doubts.of(List.of(new CaseFigures(PIPELINE, quiet.speed(), List.of(new CaseFigures.AtLoad(0.5, latency)))));

    // Then
    assertThat(doubts).singleElement().asString().contains("up to 35 ms late");
  }
}
