package io.labelstream.keywords;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A keyword model that is open.
 *
 * @param keys two int64 a word: its first and its next 8 bytes
 * @param weights one row a word, one column a label
 */
record KeywordClassifier(
    ModelDescription description, ModelMemory memory, Lifetime lifetime, MemorySegment keys, MemorySegment weights, int words, OffHeapLabels names)
    implements TextClassifier {
  static final int KEY_BYTES = 2 * Long.BYTES;

  static KeywordClassifier of(final KeywordPlan plan) {
    final KeywordModel model = plan.artifact().model();
    final Arena arena = Arena.ofShared();
    final MemorySegment keys = arena.allocate((long) KEY_BYTES * model.words().size(), Long.BYTES);
    for (int word = 0; word < model.words().size(); word++) {
      final byte[] text = Arrays.copyOf(model.words().get(word).getBytes(StandardCharsets.UTF_8), KEY_BYTES);
      MemorySegment.copy(text, 0, keys, ValueLayout.JAVA_BYTE, (long) KEY_BYTES * word, KEY_BYTES);
    }
    final MemorySegment weights = arena.allocate((long) Float.BYTES * model.weights().length, Float.BYTES);
    MemorySegment.copy(model.weights(), 0, weights, ValueLayout.JAVA_FLOAT, 0, model.weights().length);
    return new KeywordClassifier(
        plan.artifact().description(), plan.memory(), new Lifetime(arena), keys, weights, model.words().size(), names(model, arena));
  }

  private static OffHeapLabels names(final KeywordModel model, final Arena arena) {
    final ByteArrayOutputStream all = new ByteArrayOutputStream();
    final int[] starts = new int[model.labels().size() + 1];
    for (int label = 0; label < model.labels().size(); label++) {
      all.writeBytes(model.labels().get(label).getBytes(StandardCharsets.UTF_8));
      starts[label + 1] = all.size();
    }
    return OffHeapLabels.of(
        MemorySegment.ofArray(all.toByteArray()), model.labels().size(), label -> starts[label], label -> starts[label + 1] - starts[label], arena);
  }

  @Override
  public Labels labels() {
    return names;
  }

  @Override
  public ClassifierSession newSession(final EndOfLine endOfLine) {
    return new KeywordSession(this);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
