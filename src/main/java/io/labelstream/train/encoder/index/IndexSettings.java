package io.labelstream.train.encoder.index;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Settings of an index. */
final class IndexSettings {
  /** From so many documents on, a graph is faster than comparing all by more than it costs in memory and recall. */
  static final int FEWEST_FOR_GRAPH = 20_000;

  private static final int MOST_NEIGHBOURS = 100;
  private static final int MOST_CANDIDATES = 2_000;

  static final Setting<SearchKind> SEARCH = Setting.of("search", SearchKind.class)
      .about("KIND", "How the nearest documents are found: exact, by comparing all; graph, along a graph of neighbours; auto, exact below "
          + String.format(Locale.ROOT, "%,d", FEWEST_FOR_GRAPH) + " documents").usual(SearchKind.AUTO)
      .written(SearchKind::of, SearchKind::word).row("search").build();

  static final Setting<Integer> NEIGHBOURS = Setting.of("neighbours", Integer.class)
      .about("N", "How many neighbours a document has in the graph, twice as many at most; each takes 4 bytes of memory").usual(16)
      .within(count -> count >= 2 && count <= MOST_NEIGHBOURS, "the neighbours are %s, expected 2 to " + MOST_NEIGHBOURS).row("neighbours").build();

  static final Setting<Integer> CANDIDATES = Setting.of("candidates", Integer.class)
      .about("N", "Among how many near documents the neighbours of a new one are chosen; more take longer and make a better graph").usual(100)
      .within(count -> count >= 2 && count <= MOST_CANDIDATES, "the candidates are %s, expected 2 to " + MOST_CANDIDATES).row("candidates").build();

  static final Setting<Double> RECALL = Setting.of("recall", Double.class)
      .about("R", "The share of the ten nearest documents that a search along the graph has to find for documents, by which its effort is chosen; for other "
          + "texts it finds somewhat fewer")
      .usual(0.99)
      .within(share -> share > 0 && share <= 1, "the recall is %s, expected above 0 and at most 1").row("recall").build();

  static final List<Setting<?>> ALL = List.of(SEARCH, NEIGHBOURS, CANDIDATES, RECALL);

  private IndexSettings() {}

  /** How documents are found. */
  enum SearchKind {
    AUTO,
    EXACT,
    GRAPH;

    private static SearchKind of(final String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is unknown, expected auto, exact or graph"));
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static boolean isGraph(final Settings settings, final int documents) {
    return switch (settings.get(SEARCH)) {
      case AUTO -> documents >= FEWEST_FOR_GRAPH;
      case EXACT -> false;
      case GRAPH -> true;
    };
  }

  static GraphBuilder.Shape shape(final Settings settings) {
    return new GraphBuilder.Shape(settings.get(NEIGHBOURS), settings.get(CANDIDATES));
  }
}
