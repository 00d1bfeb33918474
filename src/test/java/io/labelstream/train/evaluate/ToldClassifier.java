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
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Takes each text for the probabilities of its labels, such as {@code 0.7 0.3}; an empty one has no feature. Ties come in the model's order, or against it
 * where one label is asked for.
 */
final class ToldClassifier implements TextClassifier {
  private final ScoreMeaning score;
  private final List<String> names;

  ToldClassifier(final ScoreMeaning score, final String... names) {
    this.score = score;
    this.names = List.of(names);
  }

  @Override
  public ModelDescription description() {
    return new ModelDescription("told", 1, 123, names.size(), OptionalInt.empty(), score, 1e-4f, List.of(), List.of());
  }

  @Override
  public Labels labels() {
    return new Labels() {
      @Override
      public int size() {
        return names.size();
      }

      @Override
      public String text(final int id) {
        return PREFIX + names.get(id);
      }
    };
  }

  @Override
  public ModelMemory memory() {
    return new ModelMemory(List.of());
  }

  @Override
  public ClassifierSession newSession(final EndOfLine endOfLine) {
    return new ClassifierSession() {
      @Override
      public void classify(final byte[] utf8, final int offset, final int length, final Predictions predictions) {
        predictions.clear();
        final String text = new String(utf8, offset, length, StandardCharsets.UTF_8);
        final float[] scores = new float[names.size()];
        final String[] parts = text.isEmpty() ? new String[0] : text.split(" ");
        for (int label = 0; label < parts.length; label++) {
          scores[label] = Float.parseFloat(parts[label]);
        }
        IntStream.range(0, parts.length).boxed()
            .sorted(Comparator.comparing((Integer label) -> -scores[label]).thenComparing(label -> predictions.capacity() == 1 ? -label : label))
            .filter(label -> scores[label] >= predictions.threshold()).limit(predictions.capacity())
            .forEach(label -> predictions.append(label, scores[label] + 1e-5f));
      }

      @Override
      public void classify(final MemorySegment utf8, final long offset, final int length, final Predictions predictions) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void classify(final CharSequence text, final Predictions predictions) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public void close() {
    // There is nothing to free.
  }
}
