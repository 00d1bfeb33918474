package io.labelstream.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.ToldVectors;
import io.labelstream.train.evaluate.RetrievalReport.By;
import io.labelstream.train.evaluate.RetrievalReport.Recall;
import io.labelstream.train.evaluate.RetrievalReport.Search;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalEvaluationTest {
  @Test
  void shouldCompareQueriesWithAllDocuments() {
    // Given: the query finds near, right, far, and not the opposite
    final RetrievalData data = new RetrievalData(
        "q.tsv", texts("q", "1 0"), Optional.of(texts("near", "1 0", "right", "0.9 0.1", "far", "0.1 0.9", "opposite", "-1 0")),
        Map.of("q", Set.of("right", "opposite")));

    // When
    final RetrievalReport report = RetrievalEvaluation.of(new ToldVectors(), data);

    // Then
    assertThat(report.queries()).isEqualTo(1);
    assertThat(report.searches()).singleElement().satisfies(search -> {
      assertThat(search).extracting(Search::by, Search::documents, Search::bytes).containsExactly(By.EXACT, 4L, 4L * 16 * 4);
      assertThat(search.recalls()).containsExactly(new Recall(1, 0), new Recall(10, 0.5), new Recall(100, 0.5));
      assertThat(search.reciprocalRank()).isEqualTo(0.5);
      assertThat(search.ndcg()).isCloseTo((1 / 1.584963) / (1 + 1 / 1.584963), within(1e-5));
      assertThat(search.agreement()).isEmpty();
      assertThat(search.time()).isEmpty();
    });
  }

  @Test
  void shouldCompareTheLabelsOfAnIndexWithTheExactSearch() {
    // Given a model that finds near and gone whatever the query
    final RetrievalData data = new RetrievalData(
        "q.tsv", texts("q", "1 0"), Optional.of(texts("near", "1 0", "right", "0.9 0.1")), Map.of("q", Set.of("near")));

    // When
    final RetrievalReport report = RetrievalEvaluation.of(new ToldVectors("near", "gone"), data);

    // Then
    assertThat(report.searches()).hasSize(2).last().satisfies(search -> {
      assertThat(search).extracting(Search::by, Search::documents, Search::bytes).containsExactly(By.MODEL, 2L, 77L);
      assertThat(search.agreement()).hasValue(0.5);
      assertThat(search.recalls().getFirst()).isEqualTo(new Recall(1, 1));
    });
  }

  @Test
  void shouldCountQueriesOfWhichNothingIsKnown() {
    // Given: the second query has no answer, and is not searched for
    final RetrievalData data = new RetrievalData(
        "q.tsv", texts("q", "", "other", "1 0"), Optional.of(texts("near", "1 0")), Map.of("q", Set.of("near")));

    // When
    final RetrievalReport report = RetrievalEvaluation.of(new ToldVectors(), data);

    // Then
    assertThat(report).extracting(RetrievalReport::queries, RetrievalReport::unknown).containsExactly(1L, 1L);
    assertThat(report.searches().getFirst().recalls().getLast().share()).isZero();
  }

  @Test
  void shouldCountTheIdsOfAnswersThatNothingHas() {
    // Given an answer to a query that is not there, and one by a document that is not, beside one by a label of the model
    final RetrievalData data = new RetrievalData(
        "q.tsv", texts("q", "1 0"), Optional.of(texts("near", "1 0")), Map.of("q", Set.of("near", "lost", "known"), "r", Set.of("near")));

    // When
    final RetrievalReport report = RetrievalEvaluation.of(new ToldVectors("known"), data);

    // Then
    assertThat(report.queries()).isEqualTo(1);
    assertThat(report.missing()).isEqualTo(new RetrievalReport.Missing(1, 1));
  }

  @Test
  void shouldTimeManyQueries() {
    // Given
    final String[] queries = IntStream.range(0, 2_000).mapToObj(at -> at % 2 == 0 ? "q" + at : "1 0").toArray(String[]::new);
    final Map<String, Set<String>> relevant = texts(queries).keySet().stream().collect(Collectors.toMap(query -> query, query -> Set.of("near")));
    final RetrievalData data = new RetrievalData("q.tsv", texts(queries), Optional.of(texts("near", "1 0")), relevant);

    // When
    final RetrievalReport report = RetrievalEvaluation.of(new ToldVectors(), data);

    // Then
    assertThat(report.searches().getFirst().time()).hasValueSatisfying(time -> assertThat(time.microsWithEncoding()).isPositive());
  }

  @Test
  void shouldRefuseToSearchInNothing() {
    // Given
    final RetrievalData data = new RetrievalData("q.tsv", texts("q", "1 0"), Optional.empty(), Map.of("q", Set.of("near")));

    // Then
    assertThatThrownBy(() -> RetrievalEvaluation.of(new ToldVectors(), data)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are no documents");
  }

  private static Map<String, byte[]> texts(final String... idsAndTexts) {
    final Map<String, byte[]> texts = new LinkedHashMap<>();
    for (int at = 0; at < idsAndTexts.length; at += 2) {
      texts.put(idsAndTexts[at], idsAndTexts[at + 1].getBytes(StandardCharsets.UTF_8));
    }
    return texts;
  }
}
