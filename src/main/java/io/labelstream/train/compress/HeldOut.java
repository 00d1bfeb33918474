package io.labelstream.train.compress;

import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;

/**
 * A part of a source: every tenth example, or all others.
 *
 * @param part which of them
 */
record HeldOut(ExampleSource source, Part part) implements ExampleSource {
  private static final int ONE_OF = 10;

  /** The parts of a source. */
  enum Part {
    /** To train on. */
    MOST,
    /** To compare by. */
    TENTH
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final int[] number = {0};
    source.forEach(example -> {
      final boolean isHeldOut = ++number[0] % ONE_OF == 0;
      if (isHeldOut == (part == Part.TENTH)) {
        consumer.accept(example);
      }
    });
  }
}
