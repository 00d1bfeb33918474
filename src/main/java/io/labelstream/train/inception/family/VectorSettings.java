package io.labelstream.train.inception.family;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.inception.vectors.FileVectors;
import io.labelstream.train.inception.vectors.ModelVectors;
import io.labelstream.train.inception.vectors.SkipGram;
import io.labelstream.train.inception.vectors.WordVectors;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of the word vectors from which training starts. */
final class VectorSettings {
  static final Setting<Path> VECTORS = Setting.of("vectors", Path.class)
      .about("FILE", "Word vectors to start from, as text: of GloVe or fastText (.vec)").row("vectors to start from").build();

  static final Setting<Path> VECTORS_FROM = Setting.of("vectors-from", Path.class)
      .about("MODEL", "A model whose vectors of words to start from, such as a sentence encoder; more dimensions than wanted are projected, fewer are filled up with 0")
      .row("vectors to start from").build();

  static final Setting<Integer> SKIP_GRAM_EPOCHS = Setting.of("skip-gram-epochs", Integer.class)
      .about("N", "Without other vectors: the visits of each text to train word vectors to start from, by skip-gram; 0 starts from random numbers")
      .usual(5).within(count -> count >= 0 && count <= 1000, "the epochs of skip-gram are %s, expected 0 to 1000").row("skip-gram epochs, without given vectors").build();

  private VectorSettings() {}

  static void requireFit(final Settings settings) {
    if (settings.given(VECTORS).isPresent() && settings.given(VECTORS_FROM).isPresent()) {
      throw new IllegalArgumentException("--vectors and --vectors-from are both given, expected one of them: all words start from one source");
    }
  }

  static Optional<WordVectors> of(final Settings settings) {
    if (settings.given(VECTORS).isPresent()) {
      return Optional.of(new FileVectors(settings.given(VECTORS).get()));
    }
    if (settings.given(VECTORS_FROM).isPresent()) {
      return Optional.of(new ModelVectors(settings.given(VECTORS_FROM).get()));
    }
    return settings.get(SKIP_GRAM_EPOCHS) == 0 ? Optional.empty() : Optional.of(new SkipGram(settings.get(SKIP_GRAM_EPOCHS)));
  }
}
