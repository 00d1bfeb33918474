package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.VersionId;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.rollout.FixedModels;
import io.labelstream.topology.Classification;
import io.labelstream.topology.SlotCondition;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.TextDecoder;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WarmUpTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int MOST_TEXTS = 1_000;
  private static final String NO_REGISTRY = "http://localhost:1";
  private static final Supplier<TextDecoder> NO_DECODER = () -> {
    throw new AssertionError("the decoder of records was asked for");
  };
  private static final Supplier<LabelEncoder> NO_ENCODER = () -> {
    throw new AssertionError("the encoder of records was asked for");
  };

  @ParameterizedTest
  @CsvSource({"text,json", "json,json", "avro,json", "json,avro", "avro,avro"})
  void shouldProcessEveryFormatWithoutATrace(final String input, final String output) throws Exception {
    // Given
    final OneLabelClassifier classifier = new OneLabelClassifier("__label__one");
    final Classification classification = Classification.of(List.of(slot("topic", classifier)), NO_DECODER, NO_ENCODER);
    final PipelineConfig config = config(Path.of("models", "lid.176.ftz"), Map.of(
        "labelstream.input.format", input,
        "labelstream.output.format", output,
        "labelstream.input.text.field", "doc.title,/body",
        "schema.registry.url", NO_REGISTRY));
    try (WireSetup wire = WireSetup.forReading(config)) {

      // When
      new WarmUp(config, classification, wire).run(LONG, new CountDownLatch(1));

      // Then
      assertThat(classifier.texts()).isGreaterThanOrEqualTo(20_000);
      assertThat(classification.stats().in()).isZero();
      assertThat(classification.stats().labelled()).isEmpty();
    }
  }

  @Test
  void shouldClassifyByASlotWhoseConditionNoTextFulfils() throws Exception {
    // Given
    final OneLabelClassifier conditional = new OneLabelClassifier("__label__one");
    final Classification classification = Classification.of(
        List.of(slot("topic", new OneLabelClassifier("__label__one")), slot("detail", conditional).when(new SlotCondition("topic", List.of("other")))),
        NO_DECODER, NO_ENCODER);
    final PipelineConfig config = config(Path.of("models", "lid.176.ftz"), Map.of());
    try (WireSetup wire = WireSetup.forReading(config)) {

      // When
      new WarmUp(config, classification, wire).run(LONG, new CountDownLatch(1));

      // Then
      assertThat(conditional.texts()).isPositive();
    }
  }

  @Test
  void shouldClassifyGoldenSamples(@TempDir final Path folder) throws Exception {
    // Given
    final Path model = folder.resolve("model.ftz");
    Files.writeString(folder.resolve("model.ftz.golden.jsonl"), "{\"text\":\"seen in a sample\",\"labels\":[{\"name\":\"one\",\"score\":1}]}\n");
    final RecordingClassifier classifier = new RecordingClassifier(new CountDownLatch(0));
    final Classification classification = Classification.of(List.of(slot("topic", classifier)), NO_DECODER, NO_ENCODER);
    final PipelineConfig config = config(model, Map.of());
    try (WireSetup wire = WireSetup.forReading(config)) {

      // When
      new WarmUp(config, classification, wire).run(LONG, new CountDownLatch(1));

      // Then
      assertThat(classifier.texts()).contains("seen in a sample").anyMatch(text -> text.contains("known")).hasSizeGreaterThan(10);
    }
  }

  @Test
  void shouldEndWhenThePipelineStops() throws Exception {
    // Given
    final OneLabelClassifier classifier = new OneLabelClassifier("__label__one");
    final PipelineConfig config = config(Path.of("models", "lid.176.ftz"), Map.of());
    try (WireSetup wire = WireSetup.forReading(config)) {

      // When
      new WarmUp(config, Classification.of(List.of(slot("topic", classifier)), NO_DECODER, NO_ENCODER), wire).run(LONG, new CountDownLatch(0));

      // Then
      assertThat(classifier.texts()).isZero();
    }
  }

  @Test
  void shouldNotWaitForATextThatTakesLong() throws Exception {
    // Given
    final CountDownLatch never = new CountDownLatch(1);
    final RecordingClassifier stuck = new RecordingClassifier(never);
    final PipelineConfig config = config(Path.of("models", "lid.176.ftz"), Map.of());
    try (WireSetup wire = WireSetup.forReading(config)) {

      // When
      new WarmUp(config, Classification.of(List.of(slot("topic", stuck)), NO_DECODER, NO_ENCODER), wire)
          .run(Duration.ofMillis(500), new CountDownLatch(1));

      // Then
      assertThat(stuck.texts()).hasSize(1);
    } finally {
      never.countDown();
    }
  }

  @Test
  void shouldEndQuietlyWhenAModelIsClosed() throws Exception {
    // Given
    final ModelSlot slot = ModelSlot.open("language", Path.of("models", "lid.176.ftz"));
    final PipelineConfig config = config(Path.of("models", "lid.176.ftz"), Map.of());
    slot.close();
    try (WireSetup wire = WireSetup.forReading(config)) {
      final WarmUp warmUp = new WarmUp(config, Classification.of(List.of(slot), NO_DECODER, NO_ENCODER), wire);

      // When, then
      assertThatCode(() -> warmUp.run(LONG, new CountDownLatch(1))).doesNotThrowAnyException();
    }
  }

  private static ModelSlot slot(final String name, final TextClassifier classifier) {
    return ModelSlot.of(name, FixedModels.of(name, new VersionId(name, "1", Integer.toHexString(name.charAt(0)).repeat(32)), classifier));
  }

  /** Keeps the first texts. */
  private static final class RecordingClassifier implements TextClassifier {
    private final TextClassifier one = new OneLabelClassifier("__label__one");
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch go;

    private RecordingClassifier(final CountDownLatch go) {
      this.go = go;
    }

    private List<String> texts() {
      return List.copyOf(texts);
    }

    @Override
    public ModelDescription description() {
      return one.description();
    }

    @Override
    public Labels labels() {
      return one.labels();
    }

    @Override
    public List<byte[]> words(final int most) {
      return List.of("known".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ModelMemory memory() {
      return one.memory();
    }

    @Override
    public ClassifierSession newSession(final EndOfLine endOfLine) {
      final ClassifierSession session = one.newSession(endOfLine);
      return new ClassifierSession() {
        @Override
        public void classify(final byte[] utf8, final int offset, final int length, final Predictions predictions) {
          if (texts.size() < MOST_TEXTS) {
            texts.add(new String(utf8, offset, length, StandardCharsets.UTF_8));
          }
          awaitGo();
          session.classify(utf8, offset, length, predictions);
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

    private void awaitGo() {
      try {
        go.await();
      } catch (final InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    @Override
    public void close() {
      one.close();
    }
  }

  private static PipelineConfig config(final Path model, final Map<String, String> more) throws Exception {
    final Map<String, String> settings = new HashMap<>(more);
    settings.put("labelstream.application.id", "warm-up");
    settings.put("labelstream.input.topic", "texts");
    settings.put("labelstream.output.topic", "labels");
    settings.put("labelstream.slots", "topic");
    settings.put("labelstream.slot.topic.model", model.toString());
    return PipelineConfig.of(settings);
  }
}
