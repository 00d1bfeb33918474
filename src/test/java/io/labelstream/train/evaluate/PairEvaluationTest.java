package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.ToldVectors;
import io.labelstream.train.data.TextPair;
import io.labelstream.train.data.TextPairs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairEvaluationTest {
  @Test
  void shouldCorrelateCosinesWithScores() {
    // Given cosines 1, 0.6, 0 and 0.8, and two equal scores
    final List<TextPair> pairs = List.of(pair("1 0", "2 0", 5), pair("1 0", "0.6 0.8", 3), pair("1 0", "0 3", 3), pair("1 0", "0.8 0.6", 4));

    // When
    final PairReport report = PairEvaluation.of(new ToldVectors(), new TextPairs("p.tsv", pairs));

    // Then ranks 3 1 0 2 against 3 0.5 0.5 2
    assertThat(report.spearman()).isCloseTo(4.5 / Math.sqrt(5 * 4.5), within(1e-9));
    assertThat(report.pearson()).isCloseTo(1.0 / Math.sqrt(0.56 * 2.75), within(1e-6));
    assertThat(report).extracting(PairReport::data, PairReport::pairs, PairReport::unknown, PairReport::dimensions, PairReport::modelBytes)
        .containsExactly("p.tsv", 4L, 0L, 2, 123L);
  }

  @Test
  void shouldCountTextsWithoutVectorAsUnlikeAll() {
    // Given
    final List<TextPair> pairs = List.of(pair("", "1 0", 0), pair("1 0", "1 0", 1), pair("1 0", "1 0", 1));

    // When
    final PairReport report = PairEvaluation.of(new ToldVectors(), new TextPairs("p.tsv", pairs));

    // Then
    assertThat(report.unknown()).isEqualTo(1);
    assertThat(report.pearson()).isCloseTo(1, within(1e-9));
  }

  private static TextPair pair(final String first, final String second, final double score) {
    return new TextPair(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8), score);
  }
}
