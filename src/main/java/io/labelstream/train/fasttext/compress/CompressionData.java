package io.labelstream.train.fasttext.compress;

import io.labelstream.train.data.ExampleSource;
import java.util.Optional;

/**
 * The texts that compression may use.
 *
 * @param training the texts that the model was trained on; without them nothing is retrained, and rows are pruned by norm
 * @param validation texts that the model has not seen, for measuring, choosing codings and scaling the output
 */
public record CompressionData(Optional<ExampleSource> training, Optional<ExampleSource> validation) {
  /** No texts at all. */
  public static CompressionData none() {
    return new CompressionData(Optional.empty(), Optional.empty());
  }

  /** Training texts only. */
  public static CompressionData of(final ExampleSource training) {
    return new CompressionData(Optional.of(training), Optional.empty());
  }

  /** Training and validation texts. */
  public static CompressionData of(final ExampleSource training, final ExampleSource validation) {
    return new CompressionData(Optional.of(training), Optional.of(validation));
  }
}
