package io.labelstream.train.data;

import java.io.IOException;

/**
 * A source in two parts, one of which is held out. The part of an example depends on its text and the seed alone: equal texts are always in the same part, and
 * when a source grows, its examples stay in their parts.
 *
 * @param source the whole
 * @param heldOut the share to hold out, above 0 and below 1; with many texts, the actual share is close to it
 * @param seed chooses the division
 */
public record Split(ExampleSource source, double heldOut, long seed) {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final double TWO_TO_53 = 0x1p53;

  public Split {
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException("heldOut=" + heldOut + " must be above 0 and below 1");
    }
  }

  /** The part of an example. */
  private enum Part {
    TRAINING,
    HELD_OUT
  }

  /** The texts that are left to train on. Reading them fails if they have fewer than two labels, but the whole has more. */
  public ExampleSource training() {
    return view(Part.TRAINING, source.name());
  }

  /** The texts that are held out. Reading them fails if there are none, but the whole has some. */
  public ExampleSource validation() {
    return view(Part.HELD_OUT, source.name() + " (held out)");
  }

  private ExampleSource view(final Part part, final String name) {
    return new ExampleSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public TextForm form() {
        return source.form();
      }

      @Override
      public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
        final Content all = new Content();
        final Content own = new Content();
        source.forEach(example -> {
          all.add(example);
          if (part(example) == part) {
            own.add(example);
            consumer.accept(example);
          }
        });
        require(part, own, all);
      }
    };
  }

  /** Fails if a part is too small: its reader would report another, misleading error. */
  private void require(final Part part, final Content own, final Content all) throws TrainingDataException {
    if (part == Part.HELD_OUT && own.examples == 0 && all.examples > 0) {
      throw new TrainingDataException("a share of " + heldOut + " is none of the " + all.examples + " texts of '" + source.name() + "'; hold out more");
    }
    if (part == Part.TRAINING && own.labels < Content.SEVERAL && own.labels < all.labels) {
      throw new TrainingDataException("holding out a share of " + heldOut + " leaves " + own.examples + " of the " + all.examples + " texts of '"
          + source.name() + "' to train on, with " + (own.labels == 0 ? "no label" : "only one label") + "; hold out less");
    }
  }

  /** The content of a part; for labels, only none, one and several are distinguished. */
  private static final class Content {
    private static final int SEVERAL = 2;

    private long examples;
    private int labels;
    private String label = "";

    void add(final Example example) {
      examples++;
      for (int at = 0; at < example.labels().size() && labels < SEVERAL; at++) {
        final String next = example.labels().get(at);
        labels += labels == 0 || !next.equals(label) ? 1 : 0;
        label = next;
      }
    }
  }

  private Part part(final Example example) {
    long hash = FNV_OFFSET ^ seed * 0x9E3779B97F4A7C15L;
    final byte[] text = example.text();
    for (int at = example.offset(); at < example.offset() + example.length(); at++) {
      hash = (hash ^ text[at]) * FNV_PRIME;
    }
    // The finishing step of SplitMix64 spreads the changes of the last bytes over all bits.
    hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
    hash ^= hash >>> 31;
    return (hash >>> 11) / TWO_TO_53 < heldOut ? Part.HELD_OUT : Part.TRAINING;
  }
}
