package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.TextClassifier;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** Takes each text for its vector of two numbers, such as {@code 0.6 0.8}; knows nothing of an empty one. Its labels are always the same, best first. */
final class ToldVectors implements TextClassifier {
  private final List<String> labels;

  ToldVectors(final String... labels) {
    this.labels = List.of(labels);
  }

  @Override
  public ModelDescription description() {
    return new ModelDescription("told", 1, 123, labels.size(), vectorDimensions(), ScoreMeaning.SIMILARITY, 1e-4f, List.of(), List.of());
  }

  @Override
  public Labels labels() {
    return new Labels() {
      @Override
      public int size() {
        return labels.size();
      }

      @Override
      public String text(final int id) {
        return labels.get(id);
      }
    };
  }

  @Override
  public OptionalInt vectorDimensions() {
    return OptionalInt.of(2);
  }

  @Override
  public ModelMemory memory() {
    return new ModelMemory(List.of(new ModelMemory.Part("rows", ModelMemory.Kind.REQUIRED, 77)));
  }

  @Override
  public ClassifierSession newSession(final EndOfLine endOfLine) {
    return new Session();
  }

  private final class Session implements ClassifierSession {
    private final float[] vector = new float[16];

    @Override
    public void classify(final byte[] utf8, final int offset, final int length, final Predictions predictions) {
      final String[] numbers = (new String(utf8, offset, length, StandardCharsets.UTF_8) + " 0 0").strip().split(" ");
      vector[0] = Float.parseFloat(numbers[0]);
      vector[1] = Float.parseFloat(numbers[1]);
      predictions.clear();
      for (int label = 0; label < Math.min(labels.size(), predictions.capacity()); label++) {
        predictions.append(label, 1f - label / 100f);
      }
    }

    @Override
    public void classify(final MemorySegment utf8, final long offset, final int length, final Predictions predictions) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void classify(final CharSequence text, final Predictions predictions) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[] vector() {
      return vector;
    }
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
