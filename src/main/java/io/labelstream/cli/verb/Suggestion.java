package io.labelstream.cli.verb;

import io.labelstream.pipeline.config.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verb or option that somebody most likely meant. */
public final class Suggestion {
  /** One edit in this many characters still counts as a slip of the finger. */
  private static final int CHARACTERS_AN_EDIT = 3;

  private static final int SHORTEST_BEGINNING = 3;

  /** The verbs of fastText's tool that have another name here. */
  private static final Map<String, String> OF_FASTTEXT =
      Map.of("supervised", "train", "quantize", "compress", "test", "evaluate", "test-label", "evaluate", "predict", "classify", "predict-prob", "classify");

  private Suggestion() {}

  /** One of {@code known}, if {@code typed} is close to it, or its beginning. A single letter is close to nothing. */
  public static Optional<String> of(final String typed, final Collection<String> known) {
    final List<String> words = known.stream().filter(word -> !isLetter(word)).toList();
    if (words.isEmpty() || isLetter(typed)) {
      return Optional.empty();
    }
    return Optional.ofNullable(OF_FASTTEXT.get(typed)).filter(words::contains)
        .or(() -> words.stream().filter(word -> typed.length() >= SHORTEST_BEGINNING && word.startsWith(typed)).min(String::compareTo))
        .or(() -> Optional.of(Nearest.to(typed, words))
            .filter(nearest -> Nearest.edits(typed, nearest) <= Math.max(1, typed.length() / CHARACTERS_AN_EDIT)));
  }

  private static boolean isLetter(final String option) {
    return option.startsWith("-") && option.length() <= 2;
  }
}
