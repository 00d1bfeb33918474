package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.LabelFrequencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingSumsTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @Test
  void shouldMeasureRankingsAsByHand() {
    // Given
    final RankingSums sums = new RankingSums(3, Optional.empty());

    // When
    sums.add(Set.of("a", "b"), List.of("a", "x", "b"));
    sums.add(Set.of("c"), List.of("y", "c", "z"));

    // Then
    final List<Ranking> rankings = sums.rankings();
    assertThat(rankings).extracting(Ranking::k).containsExactly(1, 2, 3);
    assertThat(rankings).extracting(Ranking::precision).containsExactly(0.5, 0.5, 0.5);
    assertThat(rankings).extracting(Ranking::recall).containsExactly(0.25, 0.75, 1.0);
    // The discounts of the ranks are 1, 0.6309 and 0.5: (1 + 0.5) / (1 + 0.6309) and 0.6309 / 1.
    assertThat(rankings.get(0).ndcg()).isCloseTo(0.5, CLOSE);
    assertThat(rankings.get(1).ndcg()).isCloseTo((1 / 1.6309297535714575 + 0.6309297535714575) / 2, CLOSE);
    assertThat(rankings.get(2).ndcg()).isCloseTo((1.5 / 1.6309297535714575 + 0.6309297535714575) / 2, CLOSE);
    assertThat(rankings).extracting(Ranking::psp).containsOnly(Optional.empty());
  }

  @Test
  void shouldWeightRightLabelsByTheirInversePropensity() {
    // Given
    final LabelFrequencies training = new LabelFrequencies(1000, Map.of("often", 500L, "seldom", 2L));
    final RankingSums sums = new RankingSums(2, Optional.of(new Propensities(training)));

    // When
    sums.add(Set.of("often", "seldom"), List.of("often", "never"));
    sums.add(Set.of("often"), List.of("often", "seldom"));

    // Then
    // (ln 1000 - 1) * 2.5^0.55 = 9.778889; 1 + 9.778889 * 501.5^-0.55 and 1 + 9.778889 * 3.5^-0.55.
    final double often = 1.319993;
    final double seldom = 5.909667;
    assertThat(sums.rankings().get(0).psp().orElseThrow()).isCloseTo((often + often) / (seldom + often), within(1e-6));
    assertThat(sums.rankings().get(1).psp().orElseThrow()).isCloseTo((often + often) / (seldom + often + often), within(1e-6));
  }

  @Test
  void shouldCountPlacesThatAModelLeavesEmptyAsWrong() {
    // Given
    final RankingSums sums = new RankingSums(2, Optional.of(new Propensities(new LabelFrequencies(10, Map.of("a", 10L)))));

    // When
    sums.add(Set.of("a"), List.of("a"));
    sums.add(Set.of("unknown"), List.of());

    // Then
    assertThat(sums.rankings()).extracting(Ranking::precision).containsExactly(0.5, 0.25);
    assertThat(sums.rankings()).extracting(Ranking::ndcg).containsExactly(0.5, 0.5);
    assertThat(sums.rankings().getFirst().psp().orElseThrow()).isLessThan(0.5);
  }

  @Test
  void shouldBeZeroWithoutTexts() {
    assertThat(new RankingSums(1, Optional.empty()).rankings()).containsExactly(new Ranking(1, 0, 0, 0, Optional.empty()));
  }

  @Property(tries = 300)
  void shouldAgreeWithTheFormulasAsTheyArePublished(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 6) final int top) {
    // Given
    final Random random = new Random(seed);
    final Map<String, Long> frequencies = new HashMap<>();
    for (int label = 0; label < 8; label++) {
      frequencies.put("l" + label, (long) random.nextInt(50));
    }
    final LabelFrequencies training = new LabelFrequencies(60, frequencies);
    final List<Set<String>> truths = new ArrayList<>();
    final List<List<String>> predictions = new ArrayList<>();
    for (int text = 0; text < 10; text++) {
      final Set<String> truth = drawn(random, 1 + random.nextInt(7));
      truths.add(truth);
      predictions.add(new ArrayList<>(drawn(random, 6)).subList(0, Math.min(6, top)));
    }
    final RankingSums sums = new RankingSums(top, Optional.of(new Propensities(training)));

    // When
    for (int text = 0; text < truths.size(); text++) {
      sums.add(truths.get(text), predictions.get(text));
    }

    // Then
    final Ranking last = sums.rankings().getLast();
    assertThat(last.precision()).isCloseTo(publishedPrecision(truths, predictions, top), CLOSE);
    assertThat(last.ndcg()).isCloseTo(publishedNdcg(truths, predictions, top), CLOSE);
    assertThat(last.psp().orElseThrow()).isCloseTo(publishedPsp(truths, predictions, top, training), CLOSE);
  }

  private static Set<String> drawn(final Random random, final int count) {
    final List<String> all = new ArrayList<>();
    for (int label = 0; label < 9; label++) {
      all.add("l" + label);
    }
    Collections.shuffle(all, random);
    return new LinkedHashSet<>(all.subList(0, count));
  }

  private static double publishedPrecision(final List<Set<String>> truths, final List<List<String>> predictions, final int k) {
    double sum = 0;
    for (int text = 0; text < truths.size(); text++) {
      sum += predictions.get(text).stream().limit(k).filter(truths.get(text)::contains).count() / (double) k;
    }
    return sum / truths.size();
  }

  private static double publishedNdcg(final List<Set<String>> truths, final List<List<String>> predictions, final int k) {
    double sum = 0;
    for (int text = 0; text < truths.size(); text++) {
      double gain = 0;
      double best = 0;
      for (int rank = 1; rank <= k; rank++) {
        final boolean isRight = rank <= predictions.get(text).size() && truths.get(text).contains(predictions.get(text).get(rank - 1));
        gain += isRight ? 1 / (Math.log(rank + 1) / Math.log(2)) : 0;
        best += rank <= truths.get(text).size() ? 1 / (Math.log(rank + 1) / Math.log(2)) : 0;
      }
      sum += gain / best;
    }
    return sum / truths.size();
  }

  private static double publishedPsp(
      final List<Set<String>> truths, final List<List<String>> predictions, final int k, final LabelFrequencies training) {
    double found = 0;
    double best = 0;
    for (int text = 0; text < truths.size(); text++) {
      found += predictions.get(text).stream().limit(k).filter(truths.get(text)::contains).mapToDouble(label -> 1 / propensity(label, training)).sum();
      best += truths.get(text).stream().map(label -> 1 / propensity(label, training)).sorted(Comparator.reverseOrder()).limit(k)
          .mapToDouble(weight -> weight).sum();
    }
    return found / best;
  }

  private static double propensity(final String label, final LabelFrequencies training) {
    final double c = (Math.log(training.texts()) - 1) * Math.pow(1.5 + 1, 0.55);
    return 1 / (1 + c * Math.exp(-0.55 * Math.log(training.of(label) + 1.5)));
  }
}
