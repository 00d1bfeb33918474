package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;

/** Random models that share random texts, among them some of several stretches: the same bits as each by itself, in whatever order they come. */
class SharedTextPropertyTest {
  private static final int MODELS = 4;
  private static final int TEXTS = 12;
  private static final int VISITS = 10;

  private final List<TextClassifier> open = new ArrayList<>();

  /** Two sessions of a model: one that is given the shared text, and one that is given its bytes. */
  private record Slot(ClassifierSession sharing, ClassifierSession alone) {
    static Slot of(final TextClassifier classifier, final EndOfLine endOfLine) {
      return new Slot(classifier.newSession(endOfLine), classifier.newSession(endOfLine));
    }
  }

  @Property(tries = 100)
  void shouldScoreTheSameBitsAsWithoutSharing(@ForAll final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final RandomModels models = new RandomModels(random);
    final List<Slot> slots = slots(models, random);
    final SharedText shared = new SharedText();
    final Predictions actual = new Predictions(5, 0f);
    final Predictions expected = new Predictions(5, 0f);
    for (int index = 0; index < TEXTS; index++) {
      final byte[] text = models.text();
      take(shared, text, random);
      for (int visit = 0; visit < VISITS; visit++) {
        final Slot slot = slots.get(random.nextInt(slots.size()));
        // When
        slot.sharing().classify(shared, actual);
        // Then
        slot.alone().classify(text, 0, text.length, expected);
        assertThat(bits(actual)).isEqualTo(bits(expected));
      }
      assertThat(Arrays.copyOfRange(shared.bytes(), shared.offset(), shared.offset() + shared.length())).as("the text is as it was").isEqualTo(text);
    }
  }

  @AfterTry
  void close() {
    open.forEach(TextClassifier::close);
    open.clear();
  }

  private List<Slot> slots(final RandomModels models, final Random random) throws Exception {
    final List<Slot> slots = new ArrayList<>();
    for (int model = 0; model < MODELS; model++) {
      final Path file = Files.createTempFile("model", ".bin");
      try {
        Files.write(file, models.model(1 + random.nextInt(4)).bytes());
        open.add(ModelLoader.open(file, new ModelOptions(random.nextBoolean() ? 0 : ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES)));
      } finally {
        Files.delete(file);
      }
      for (final EndOfLine endOfLine : EndOfLine.values()) {
        slots.add(Slot.of(open.getLast(), endOfLine));
      }
    }
    Collections.shuffle(slots, random);
    return slots;
  }

  private static void take(final SharedText shared, final byte[] text, final Random random) {
    final int offset = random.nextInt(3);
    final byte[] padded = new byte[offset + text.length + 2];
    System.arraycopy(text, 0, padded, offset, text.length);
    final String decoded = new String(text, StandardCharsets.UTF_8);
    switch (random.nextInt(3)) {
      case 0 -> shared.set(padded, offset, text.length);
      case 1 -> shared.set(MemorySegment.ofArray(padded), offset, text.length);
      default -> {
        if (Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text)) {
          shared.set(decoded);
        } else {
          shared.set(text, 0, text.length);
        }
      }
    }
  }

  private static List<Integer> bits(final Predictions predictions) {
    final List<Integer> bits = new ArrayList<>();
    for (int rank = 0; rank < predictions.count(); rank++) {
      bits.add(predictions.label(rank));
      bits.add(Float.floatToRawIntBits(predictions.score(rank)));
    }
    return bits;
  }
}
