package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.labelstream.golden.GoldenSamples.Outcome;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.golden.GoldenSamplesTest;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every family of models. A family's test extends this and names small models of each form of its files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class ModelFamilyContract {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final List<ModelOptions> OPTIONS = List.of(ModelOptions.defaults(), new ModelOptions(0), new ModelOptions(300), new ModelOptions(2_000));
  /** A file of more bytes is damaged, or cut, at so many places: half of them are its first ones. */
  private static final int MOST_DAMAGES = 3_000;
  /** Far less than what a damaged file can ask for, and enough for vectors that the interpreter boxes before it compiles a network. */
  private static final long MOST_HEAP_BYTES = 32L << 20;
  private static final int TEXTS = 10_000;
  private static final int MOST_ROUNDS = 60;
  private static final int CLOSES = 50;
  private static final int LOADS = 3;
  private static final int TOP = 5;
  /** fastText adds 1e-5 to each probability. */
  private static final float LARGEST_SCORE = 1.0001f;

  @TempDir private Path folder;

  /**
   * A model to try.
   *
   * @param name for people
   * @param file its bytes
   * @param texts what it is to classify; at least one gets a label, if the model has some, or else a vector that is not all zeros
   */
  public record Model(String name, byte[] file, List<String> texts) {
    @Override
    public String toString() {
      return name;
    }

    /** The texts, and others that any model may be given. */
    private List<byte[]> allTexts() {
      final byte[] noise = new byte[5_000];
      new Random(1).nextBytes(noise);
      final String first = texts.getFirst();
      return Stream.concat(
              Stream.concat(texts.stream(), Stream.of("", " \t\n", "</s>", "é日\uD83D\uDE00 " + first, (first + " ").repeat(1_000), "x".repeat(20_000)))
                  .map(text -> text.getBytes(StandardCharsets.UTF_8)),
              Stream.of(noise, new byte[] {(byte) 0xC3}, new byte[] {0, (byte) 0xFF, 0}))
          .toList();
    }
  }

  /** The family. */
  protected abstract ModelFamily family();

  /** Small models, one of each form and shape of its files. */
  protected abstract Stream<Model> models();

  @Test
  void shouldBeFoundByItsName() {
    assertThat(family().name()).matches("[a-z][a-z0-9]{0,31}");
    assertThat(ModelLoader.families()).contains(family().name());
  }

  @Test
  void shouldRecogniseNothingInAFewBytes() throws IOException {
    for (int length = 0; length <= 16; length++) {
      try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("few"), new byte[length]));
          ModelBytes bytes = ModelBytes.of(channel)) {
        assertThat(family().recognises(bytes)).as("%d bytes of zero", length).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldDescribeTheWholeFile(final Model model) throws Exception {
    try (ModelArtifact artifact = ModelLoader.read(written(model.file()));
        TextClassifier classifier = artifact.plan(ModelOptions.defaults()).open()) {
      final ModelDescription description = artifact.description();

      assertThat(description.family()).isEqualTo(family().name());
      assertThat(description.fileBytes()).isEqualTo(model.file().length);
      assertThat(description.parts().stream().mapToLong(ModelDescription.Part::bytes).sum()).isEqualTo(model.file().length);
      assertThat(description.labels()).isEqualTo(classifier.labels().size());
      assertThat(description).isEqualTo(classifier.description());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldRefuseEveryOtherLength(final Model model) throws Exception {
    final byte[] whole = model.file();
    final int[] lengths = IntStream.concat(places(whole.length, new Random(5)), IntStream.of(whole.length - 1, whole.length + 1)).toArray();
    for (final int length : lengths) {
      final byte[] other = Arrays.copyOf(whole, length);

      final Throwable refusal = catchThrowable(() -> ModelLoader.read(written(other)));

      final List<ModelDefect> expected =
          length > whole.length ? List.of(ModelDefect.TRAILING_BYTES) : List.of(ModelDefect.NOT_A_MODEL, ModelDefect.TRUNCATED);
      assertThat(refusal)
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isIn(expected));
    }
  }

  /** All places of a file, or some of a long one. */
  private static IntStream places(final int bytes, final Random random) {
    return bytes <= MOST_DAMAGES
        ? IntStream.range(0, bytes)
        : IntStream.concat(IntStream.range(0, MOST_DAMAGES / 2), random.ints(MOST_DAMAGES / 2, MOST_DAMAGES / 2, bytes).sorted());
  }

  /** A changed weight is a weight; whoever wants these very bytes compares their digest. */
  @ParameterizedTest
  @MethodSource("models")
  void shouldRefuseOrServeWhateverByteIsDamaged(final Model model) throws Exception {
    final byte[] whole = model.file();
    final Random random = new Random(7);
    for (final int position : places(whole.length, random).toArray()) {
      for (final int pattern : new int[] {1 << random.nextInt(Byte.SIZE), 0xFF}) {
        final byte[] damaged = whole.clone();
        damaged[position] ^= (byte) pattern;
        final long before = THREADS.getCurrentThreadAllocatedBytes();

        final String outcome = refusalOrService(damaged, OPTIONS.get(position % OPTIONS.size()), model);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("heap at byte %d ^ %d: %s", position, pattern, outcome).isLessThan(MOST_HEAP_BYTES);
      }
    }
  }

  /** Anything but a refusal and sound labels fails the test. */
  private String refusalOrService(final byte[] file, final ModelOptions options, final Model model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(written(file), options)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(TOP, 0f);
      for (final String text : model.texts()) {
        session.classify(text, predictions);
        assertSound(predictions, session, classifier);
      }
      return "served";
    } catch (final ModelRefusedException refused) {
      return refused.defect() + ", " + refused.getMessage();
    }
  }

  private static void assertSound(final Predictions predictions, final ClassifierSession session, final TextClassifier classifier) {
    assertThat(vector(session, classifier)).allMatch(Float::isFinite);
    float bar = LARGEST_SCORE;
    for (int rank = 0; rank < predictions.count(); rank++) {
      assertThat(predictions.score(rank)).isBetween(predictions.threshold(), bar);
      assertThat(classifier.labels().text(predictions.label(rank))).isNotNull();
      bar = predictions.score(rank);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHoldWhatWasPlanned(final Model model) throws Exception {
    for (final ModelOptions options : OPTIONS) {
      try (ModelArtifact artifact = ModelLoader.read(written(model.file()))) {
        final MemoryPlan plan = artifact.plan(options);
        final long derived = plan.memory().parts().stream().filter(part -> part.kind() == ModelMemory.Kind.DERIVED).mapToLong(ModelMemory.Part::bytes).sum();
        try (TextClassifier classifier = plan.open()) {
          assertThat(classifier.memory().residentBytes()).as("%s, planned %s", options, plan.memory()).isLessThanOrEqualTo(plan.memory().residentBytes());
          assertThat(plan.memory().residentBytes()).isPositive();
          assertThat(derived).isLessThanOrEqualTo(options.derivedBudgetBytes());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldOpenOneArtefactMoreThanOnceAndOutliveIt(final Model model) throws Exception {
    final ModelArtifact artifact = ModelLoader.read(written(model.file()));
    final MemoryPlan plan = artifact.plan(ModelOptions.defaults());
    try (TextClassifier first = plan.open();
        TextClassifier second = artifact.plan(ModelOptions.defaults()).open()) {
      final List<List<Integer>> expected = bits(first, model.allTexts());

      artifact.close();
      artifact.close();

      first.close();
      assertThat(bits(second, model.allTexts())).isEqualTo(expected);
      assertThatThrownBy(plan::open).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldScoreTheSameBitsFromAMappedFile(final Model model) throws Exception {
    final Path file = written(model.file());
    for (final ModelOptions options : OPTIONS) {
      try (TextClassifier copied = ModelLoader.open(file, options);
          TextClassifier mapped = openMapped(file, options)) {
        assertThat(bits(mapped, model.allTexts())).as("%s", options).isEqualTo(bits(copied, model.allTexts()));
        assertThat(names(mapped)).isEqualTo(names(copied));
        assertThat(mapped.memory().residentBytes()).isLessThanOrEqualTo(copied.memory().residentBytes() + mapped.labels().size() * Integer.BYTES);
        assertThat(copied.memory().mappedBytes()).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldEndTheMappingWhenItIsClosed(final Model model) throws Exception {
    final TextClassifier classifier = openMapped(written(model.file()), ModelOptions.defaults());
    final ClassifierSession session = classifier.newSession();

    classifier.close();

    assertThatThrownBy(() -> session.classify(model.texts().getFirst(), new Predictions(1, 0f))).isInstanceOf(ModelClosedException.class);
    if (classifier.labels().size() > 0) {
      assertThatThrownBy(() -> classifier.labels().text(0)).isInstanceOf(ModelClosedException.class);
    }
  }

  /** The model from a file of which nothing is copied at first, and which is closed again. */
  private static TextClassifier openMapped(final Path file, final ModelOptions options) throws Exception {
    try (FileChannel channel = FileChannel.open(file);
        ModelArtifact artifact = ModelLoader.read(ModelBytes.of(channel, 0))) {
      final MemoryPlan plan = artifact.plan(options);
      final TextClassifier classifier = plan.open();
      assertThat(classifier.memory()).isEqualTo(plan.memory());
      return classifier;
    }
  }

  private static List<String> names(final TextClassifier classifier) {
    return IntStream.range(0, classifier.labels().size()).mapToObj(classifier.labels()::text).toList();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveSoundLabelsToAnyText(final Model model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(written(model.file()))) {
      for (final EndOfLine endOfLine : EndOfLine.values()) {
        final ClassifierSession session = classifier.newSession(endOfLine);
        long known = 0;
        for (final float threshold : new float[] {0f, 0.5f, 1f}) {
          final Predictions predictions = new Predictions(TOP, threshold);
          for (final byte[] text : model.allTexts()) {
            session.classify(text, 0, text.length, predictions);

            assertSound(predictions, session, classifier);
            known += classifier.labels().size() == 0 ? nonZeros(vector(session, classifier)) : predictions.count();
          }
        }
        assertThat(known).isPositive();
      }
    }
  }

  private static long nonZeros(final List<Float> vector) {
    return vector.stream().filter(number -> number != 0).count();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldScoreTheSameBitsInWhateverFormATextComes(final Model model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(written(model.file()))) {
      final ClassifierSession session = classifier.newSession();
      final ClassifierSession other = classifier.newSession();
      final SharedText shared = new SharedText();
      final Predictions predictions = new Predictions(TOP, 0f);
      for (final byte[] text : model.allTexts()) {
        session.classify(text, 0, text.length, predictions);
        final List<Integer> expected = bits(predictions, session, classifier);
        final byte[] padded = Arrays.copyOf(text, text.length + 3);

        shared.set(padded, 0, text.length);
        session.classify(shared, predictions);
        assertThat(bits(predictions, session, classifier)).isEqualTo(expected);
        other.classify(shared, predictions);
        assertThat(bits(predictions, other, classifier)).isEqualTo(expected);
        session.classify(MemorySegment.ofArray(padded), 0, text.length, predictions);
        assertThat(bits(predictions, session, classifier)).isEqualTo(expected);
        final String decoded = new String(text, StandardCharsets.UTF_8);
        if (Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text)) {
          session.classify(decoded, predictions);
          assertThat(bits(predictions, session, classifier)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldProveItsGoldenSamplesHoweverItIsOpened(final Model model) throws Exception {
    final Path file = written(model.file());
    final GoldenSamples samples;
    try (TextClassifier classifier = ModelLoader.open(file)) {
      samples = GoldenSamplesTest.madeBy(classifier, model.texts());
    }
    for (final ModelOptions options : OPTIONS) {
      try (TextClassifier classifier = ModelLoader.open(file, options)) {
        final Outcome outcome = GoldenSamples.read(samples.write()).compare(classifier);

        assertThat(outcome).as("%s", options).isInstanceOf(Outcome.Proved.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldGiveTheSameScoresToAllThreads(final Model model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(written(model.file()));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      final List<List<Integer>> alone = bits(classifier, model.allTexts());

      final List<Future<List<List<Integer>>>> together =
          IntStream.range(0, 2).mapToObj(thread -> threads.submit(() -> bits(classifier, model.allTexts()))).toList();

      for (final Future<List<List<Integer>>> thread : together) {
        assertThat(thread.get()).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldRefuseToBeUsedAfterItIsClosed(final Model model) throws Exception {
    final TextClassifier classifier = ModelLoader.open(written(model.file()));
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    final SharedText shared = new SharedText();
    shared.set(model.texts().getFirst());

    classifier.close();
    classifier.close();

    assertThatThrownBy(() -> session.classify(model.texts().getFirst(), predictions)).isInstanceOf(ModelClosedException.class);
    assertThatThrownBy(() -> session.classify(shared, predictions)).isInstanceOf(ModelClosedException.class);
    assertThatThrownBy(classifier::newSession).isInstanceOf(ModelClosedException.class);
    if (classifier.labels().size() > 0) {
      assertThatThrownBy(() -> classifier.labels().text(0)).isInstanceOf(ModelClosedException.class);
    }
    assertThat(predictions.count()).isZero();
    assertThat(classifier.labels().size()).isEqualTo(classifier.description().labels());
    assertThat(classifier.memory().parts()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldCloseWhileOtherThreadsClassify(final Model model) throws Exception {
    final Path file = written(model.file());
    final byte[] text = (model.texts().getFirst() + " ").repeat(20).getBytes(StandardCharsets.UTF_8);
    try (ExecutorService threads = Executors.newFixedThreadPool(LOADS)) {
      for (int round = 0; round < CLOSES; round++) {
        final TextClassifier classifier = ModelLoader.open(file);
        final CountDownLatch started = new CountDownLatch(LOADS);
        final List<Future<Integer>> ended =
            IntStream.range(0, LOADS).mapToObj(load -> threads.submit(() -> classifyUntilClosed(classifier, text, started))).toList();
        started.await();

        classifier.close();

        for (final Future<Integer> load : ended) {
          assertThat(load.get()).isPositive();
        }
      }
    }
  }

  private static int classifyUntilClosed(final TextClassifier classifier, final byte[] text, final CountDownLatch started) {
    final Predictions predictions = new Predictions(1, 0f);
    final ClassifierSession session = classifier.newSession();
    session.classify(text, 0, text.length, predictions);
    final List<Integer> expected = bits(predictions, session, classifier);
    started.countDown();
    for (int count = 1; ; count++) {
      try {
        session.classify(text, 0, text.length, predictions);
      } catch (final ModelClosedException closed) {
        return count;
      }
      assertThat(bits(predictions, session, classifier)).isEqualTo(expected);
    }
  }

  @Tag("own-jvm")
  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateNothingPerText(final Model model) throws Exception {
    final byte[][] texts = model.allTexts().stream().filter(text -> text.length < 100).toArray(byte[][]::new);
    final Path file = written(model.file());
    try (TextClassifier copied = ModelLoader.open(file);
        TextClassifier mapped = openMapped(file, ModelOptions.defaults())) {
      for (final TextClassifier classifier : List.of(copied, mapped)) {
        final ClassifierSession session = classifier.newSession();
        final SharedText shared = new SharedText();
        final Predictions predictions = new Predictions(TOP, 0f);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
          allocated = allocatedBytes(session, texts, shared, predictions);
        }

        assertThat(allocated).as("bytes for %d texts", TEXTS).isZero();
      }
    }
  }

  private static long allocatedBytes(final ClassifierSession session, final byte[][] texts, final SharedText shared, final Predictions predictions) {
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int count = 0; count < TEXTS / 2; count++) {
      final byte[] text = texts[count % texts.length];
      session.classify(text, 0, text.length, predictions);
      shared.set(text, 0, text.length);
      session.classify(shared, predictions);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private Path written(final byte[] file) throws IOException {
    return Files.write(folder.resolve("model"), file);
  }

  private static List<List<Integer>> bits(final TextClassifier classifier, final List<byte[]> texts) {
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(TOP, 0f);
    final List<List<Integer>> bits = new ArrayList<>();
    for (final byte[] text : texts) {
      session.classify(text, 0, text.length, predictions);
      bits.add(bits(predictions, session, classifier));
    }
    return bits;
  }

  /** The labels, their scores and the vector. */
  private static List<Integer> bits(final Predictions predictions, final ClassifierSession session, final TextClassifier classifier) {
    final List<Integer> bits = new ArrayList<>();
    for (int rank = 0; rank < predictions.count(); rank++) {
      bits.add(predictions.label(rank));
      bits.add(Float.floatToRawIntBits(predictions.score(rank)));
    }
    vector(session, classifier).forEach(number -> bits.add(Float.floatToRawIntBits(number)));
    return bits;
  }

  /** The vector of the text that was classified last; empty if the model gives none. */
  private static List<Float> vector(final ClassifierSession session, final TextClassifier classifier) {
    return IntStream.range(0, classifier.vectorDimensions().orElse(0)).mapToObj(index -> session.vector()[index]).toList();
  }
}
