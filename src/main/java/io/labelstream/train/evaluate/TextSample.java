package io.labelstream.train.evaluate;

import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A random sample of texts that fits into memory, the same for the same texts. Not thread-safe. */
public final class TextSample implements ExampleConsumer {
  private static final int MOST_TEXTS = 20_000;
  private static final long MOST_BYTES = 64L << 20;

  private final Random random = new Random(0);
  private final List<byte[]> texts = new ArrayList<>();
  private long bytes;
  private double share = 1;

  /** The same source, whose texts are sampled while somebody reads it. */
  public ExampleSource sampling(final ExampleSource source) {
    return new ExampleSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public TextForm form() {
        return source.form();
      }

      @Override
      public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
        source.forEach(example -> {
          accept(example);
          consumer.accept(example);
        });
      }
    };
  }

  @Override
  public void accept(final Example example) {
    if (share < 1 && random.nextDouble() >= share) {
      return;
    }
    texts.add(Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()));
    bytes += example.length();
    while (texts.size() > MOST_TEXTS || bytes > MOST_BYTES) {
      share /= 2;
      texts.removeIf(text -> random.nextBoolean());
      bytes = texts.stream().mapToLong(text -> text.length).sum();
    }
  }

  /** The number of texts. */
  public int size() {
    return texts.size();
  }

  /** The texts in random order: data are often sorted. */
  List<byte[]> shuffled() {
    final List<byte[]> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(0));
    return shuffled;
  }
}
