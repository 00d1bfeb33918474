package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.load.ModelLoader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** The classifier against {@link NaiveFastText}: random models of every loss and form, in every form that a budget leads to, on random texts. */
class NaiveAgreementPropertyTest {
  private static final double TOLERANCE = 1e-5;
  /** Floats cannot add up millions of rows exactly; the reference's are as far off as ours. */
  private static final double TOLERANCE_OF_MILLIONS = 5e-4;
  private static final int TEXTS = 6;
  private static final long[] BUDGETS = {0, 500, 5_000, 50_000, ModelOptions.DEFAULT_DERIVED_BUDGET_BYTES};

  @Property(tries = 1000)
  void shouldScoreAsTheNaiveClassifierDoes(
      @ForAll @IntRange(min = 1, max = 4) final int loss,
      @ForAll @IntRange(min = 1, max = 12) final int top,
      @ForAll @IntRange(max = 2) final int thresholdChoice,
      @ForAll final long seed)
      throws Exception {
    // Given
    final Random random = new Random(seed);
    final RandomModels models = new RandomModels(random);
    final byte[] bytes = models.model(loss).bytes();
    final NaiveFastText naive = new NaiveFastText(FastTextFile.parse(MemorySegment.ofArray(bytes)));
    final Predictions predictions = new Predictions(top, new float[] {0f, 0.05f, 0.5f}[thresholdChoice]);
    final ModelOptions options = new ModelOptions(BUDGETS[random.nextInt(BUDGETS.length)]);
    try (TextClassifier classifier = open(bytes, options)) {
      for (final EndOfLine endOfLine : EndOfLine.values()) {
        final ClassifierSession session = classifier.newSession(endOfLine);
        for (int index = 0; index < TEXTS; index++) {
          final byte[] text = models.text();
          // When
          session.classify(text, 0, text.length, predictions);
          // Then
          agrees(naive.scores(text, endOfLine), predictions, classifier.labels().size(), TOLERANCE);
        }
      }
    }
  }

  @Property(tries = 20)
  void shouldScoreTextsOfAMegabyteAsTheNaiveClassifierDoes(
      @ForAll @IntRange(min = 1, max = 4) final int loss, @ForAll @IntRange(min = 1, max = 4) final int kind, @ForAll final long seed)
      throws Exception {
    // Given
    final Random random = new Random(seed);
    final byte[] text = new byte[(1 << 20) + random.nextInt(100)];
    for (int position = 0; position < text.length; position++) {
      text[position] = (byte) (random.nextInt(kind == 1 ? 1_000_000 : 6 * kind) == 0 ? ' ' : "abé".getBytes(StandardCharsets.UTF_8)[random.nextInt(4)]);
    }
    final byte[] bytes =
        new FastTextModelFile(seed).loss(loss).words("</s>", "a", "b", "ab", "aaa").wordNgrams(3).buckets(50).subwords(2, 3).bytes();
    final NaiveFastText naive = new NaiveFastText(FastTextFile.parse(MemorySegment.ofArray(bytes)));
    final Predictions predictions = new Predictions(3, 0f);
    try (TextClassifier classifier = open(bytes, new ModelOptions(random.nextBoolean() ? 0 : 1 << 20))) {
      // When
      classifier.newSession().classify(text, 0, text.length, predictions);
      // Then
      agrees(naive.scores(text, EndOfLine.IMPLIED), predictions, 3, TOLERANCE_OF_MILLIONS);
    }
  }

  @Property(tries = 200)
  void shouldNotDependOnTheKindOrAmountOfWhiteSpace(@ForAll @IntRange(min = 1, max = 4) final int loss, @ForAll final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final RandomModels models = new RandomModels(random);
    final byte[] bytes = models.model(loss).bytes();
    final byte[] text = models.text();
    final Predictions once = new Predictions(5, 0f);
    final Predictions again = new Predictions(5, 0f);
    try (TextClassifier classifier = open(bytes, ModelOptions.defaults())) {
      final ClassifierSession session = classifier.newSession();
      session.classify(text, 0, text.length, once);
      final byte[] other = otherWhiteSpace(text, random);
      // When
      session.classify(other, 0, other.length, again);
      // Then
      close(once, again);
    }
  }

  /** Each white space byte becomes one to three of any kind. */
  private static byte[] otherWhiteSpace(final byte[] text, final Random random) {
    final byte[] white = {' ', '\t', '\n', 0x0B, '\f', '\r', 0};
    final ByteArrayOutputStream other = new ByteArrayOutputStream();
    for (final byte value : text) {
      if (value == ' ' || value >= 9 && value <= 13 || value == 0) {
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
          other.write(white[random.nextInt(white.length)]);
        }
      } else {
        other.write(value);
      }
    }
    return other.toByteArray();
  }

  /** Stretches may end elsewhere and sums be added in another order; a step of the sigmoid's table may then be the next one. */
  private static void close(final Predictions expected, final Predictions actual) {
    assertThat(actual.count()).isEqualTo(expected.count());
    for (int rank = 0; rank < expected.count(); rank++) {
      assertThat(actual.score(rank)).isCloseTo(expected.score(rank), Offset.offset(0.0079f));
    }
  }

  private static void agrees(final Optional<NaiveFastText.Bounds[]> expected, final Predictions actual, final int labels, final double tolerance) {
    if (expected.isEmpty()) {
      assertThat(actual.count()).isZero();
      return;
    }
    final NaiveFastText.Bounds[] bounds = expected.get();
    final TreeSet<Integer> left = new TreeSet<>();
    for (int label = 0; label < labels; label++) {
      left.add(label);
    }
    double last = Double.POSITIVE_INFINITY;
    for (int rank = 0; rank < actual.count(); rank++) {
      final int label = actual.label(rank);
      final double score = actual.score(rank);
      assertThat(left.remove(label)).as("label %d comes once", label).isTrue();
      assertThat(score).as("score of label %d", label).isBetween(bounds[label].least() - tolerance, bounds[label].most() + tolerance);
      assertThat(score).as("scores fall").isLessThanOrEqualTo(last);
      assertThat(score).as("score is above the threshold").isGreaterThanOrEqualTo(actual.threshold() - tolerance);
      last = score;
    }
    final double bar = actual.count() == actual.capacity() ? last : actual.threshold() + 1e-5;
    for (final int label : left) {
      assertThat(bounds[label].least()).as("label %d is left out", label).isLessThanOrEqualTo(bar + tolerance);
    }
  }

  private static TextClassifier open(final byte[] bytes, final ModelOptions options) throws Exception {
    final Path file = Files.createTempFile("model", ".bin");
    try {
      return ModelLoader.open(Files.write(file, bytes), options);
    } finally {
      Files.delete(file);
    }
  }
}
