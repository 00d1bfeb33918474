package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.model.vector.SignCodes;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.wire.JsonLabelDecoder;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.TextVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors beside the labels. */
class SlotVectorTest {
  private static final List<String> TEXTS = List.of("The team scored a late goal", "", "Physics of a distant planet", "The team scored a late goal");

  @TempDir private Path folder;

  @Test
  void shouldWriteTheVectorOfEachTextInTheFormOfTheSlot() throws Exception {
    // Given
    final Path model = encoder();
    try (Slot floats = Slot.open("floats", model).withVector(VectorForm.FLOAT32);
        Slot integers = Slot.open("integers", model).withVector(VectorForm.INT8);
        Slot again = Slot.open("again", model).withVector(VectorForm.FLOAT32);
        Slot bits = Slot.open("bits", model).withVector(VectorForm.BITS).withVectorDimensions(3);
        Slot cut = Slot.open("cut", model).withVector(VectorForm.FLOAT32).withVectorDimensions(2);
        Slot none = Slot.open("none", model)) {

      // When
      final List<List<SlotLabels>> records = labelled(List.of(floats, integers, again, none, bits, cut));

      // Then
      final List<float[]> expected = vectors(model);
      for (int text = 0; text < TEXTS.size(); text++) {
        final List<SlotLabels> slots = records.get(text);
        assertThat(slots.get(0).vector()).isEqualTo(new TextVector.Float32(expected.get(text)));
        assertThat(slots.get(1).vector()).isEqualTo(quantised(expected.get(text)));
        assertThat(slots.get(2).vector()).isEqualTo(slots.get(0).vector());
        assertThat(slots.get(3).vector()).isEqualTo(TextVector.None.NONE);
        assertThat(slots.get(4).vector()).isEqualTo(signs(Arrays.copyOf(expected.get(text), 3)));
        assertThat(slots.get(5).vector()).isEqualTo(new TextVector.Float32(Arrays.copyOf(expected.get(text), 2)));
        assertThat(slots).extracting(SlotLabels::labels).containsOnly(slots.getFirst().labels());
      }
      assertThat(expected.get(0)).isNotEqualTo(expected.get(2)).isEqualTo(expected.get(3));
      assertThat(expected.get(1)).containsOnly(0f);
    }
  }

  @Test
  void shouldRefuseAModelThatGivesNone() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("model.bin"), new FastTextModelFile(1).bytes());
    try (Slot slot = Slot.open("topic", model)) {

      // When // Then
      assertThatThrownBy(() -> slot.withVector(VectorForm.INT8)).hasMessage("slot topic: its model gives no vectors, expected a sentence encoder");
    }
  }

  private Path encoder() throws Exception {
    final Path file = folder.resolve("encoder.safetensors");
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.withLabels(Map.of("sport", "football match", "science", "research")), Metadata.none(), Precision.INT8, out);
    }
    return file;
  }

  private static List<float[]> vectors(final Path model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(model)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0f);
      return TEXTS.stream().map(text -> {
        session.classify(text, predictions);
        return Arrays.copyOf(session.vector(), classifier.vectorDimensions().getAsInt());
      }).toList();
    }
  }

  private static TextVector quantised(final float[] vector) {
    float most = 0;
    for (final float number : vector) {
      most = Math.max(most, Math.abs(number));
    }
    final byte[] values = new byte[vector.length];
    for (int dimension = 0; dimension < values.length; dimension++) {
      values[dimension] = (byte) (most == 0 ? 0 : Math.round(vector[dimension] / (most / 127)));
    }
    return new TextVector.Int8(values, most / 127);
  }

  private static TextVector signs(final float[] vector) {
    final long[] code = new long[1];
    new SignCodes(vector.length, 0).encode(vector, code);
    return new TextVector.Bits(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(code[0]).array());
  }

  private static List<List<SlotLabels>> labelled(final List<Slot> slots) throws Exception {
    final Properties properties = new Properties();
    properties.putAll(PipelineConfig.of(Map.of("labelstream.slot.default.model", "none")).streamsProperties());
    try (TopologyTestDriver driver =
        new TopologyTestDriver(Pipeline.topology("texts", "labels", Classification.of(slots, PlainTextDecoder::new, JsonLabelEncoder::new)), properties)) {
      final TestInputTopic<byte[], byte[]> in = driver.createInputTopic("texts", new ByteArraySerializer(), new ByteArraySerializer());
      final TestOutputTopic<byte[], byte[]> out = driver.createOutputTopic("labels", new ByteArrayDeserializer(), new ByteArrayDeserializer());
      TEXTS.forEach(text -> in.pipeInput(text.getBytes(StandardCharsets.UTF_8)));
      return out.readValuesToList().stream().map(SlotVectorTest::slots).toList();
    }
  }

  private static List<SlotLabels> slots(final byte[] value) {
    try {
      return new JsonLabelDecoder().decode(value).slots();
    } catch (final Exception e) {
      throw new AssertionError(e);
    }
  }
}
