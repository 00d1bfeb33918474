package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonLabelEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonLabelEncoder encoder = new JsonLabelEncoder();

  @Provide
  Arbitrary<LabeledText> anyLabels() {
    return LabeledTexts.any();
  }

  @Example
  void shouldWriteOneReadableLineInAStableOrder() {
    final String json = new String(encoder.encode(LabeledTexts.example()), StandardCharsets.UTF_8);

    assertThat(json).isEqualTo(
        "{\"slots\":["
            + "{\"slot\":\"language\",\"labels\":[{\"name\":\"fr\",\"score\":0.9731},{\"name\":\"it\",\"score\":0.000012}],"
            + "\"model\":{\"name\":\"lid.176\",\"version\":\"1\",\"sha256\":\"" + LabeledTexts.SHA256
            + "\",\"effectiveFrom\":null,\"controlOffset\":null,\"traffic\":\"live\",\"confirmed\":true}},"
            + "{\"slot\":\"topic\",\"labels\":[],"
            + "\"model\":{\"name\":\"news\",\"version\":\"2026-01\",\"sha256\":\"" + LabeledTexts.SHA256
            + "\",\"effectiveFrom\":\"2026-01-01T00:00:00Z\",\"controlOffset\":12,\"traffic\":\"live\",\"confirmed\":true}}],"
            + "\"origin\":{\"topic\":\"texts\",\"partition\":3,\"offset\":1099511627776,\"timestamp\":\"2026-01-31T12:00:00.250Z\"}}");
  }

  @Example
  void shouldWriteAVectorBehindTheModel() {
    // Given
    final SlotLabels slot = LabeledTexts.example().slots().getFirst();
    final LabeledText labels = new LabeledText(
        List.of(
            new SlotLabels("a", List.of(), slot.model(), new TextVector.Float32(new float[] {0.5f, -0.25f, 0})),
            new SlotLabels("b", List.of(), slot.model(), new TextVector.Int8(new byte[] {127, -64, 0}, 0.00390625f)),
            new SlotLabels("c", List.of(), slot.model(), new TextVector.Bits(new byte[] {-1, 0, 0, 0, 0, 0, 0, 3}))),
        LabeledTexts.example().origin());

    // When
    final String json = new String(encoder.encode(labels), StandardCharsets.UTF_8);

    // Then
    assertThat(json).contains("\"confirmed\":true},\"vector\":[0.5,-0.25,0.0]}").contains("\"confirmed\":true},\"vectorInt8\":[127,-64,0],\"vectorScale\":0.00390625}")
        .contains("\"confirmed\":true},\"vectorBits\":\"/wAAAAAAAAM=\"}");
  }

  @Provide
  Arbitrary<LabeledText> wildLabels() {
    return LabeledTexts.wild();
  }

  @Property(tries = 500)
  void shouldWriteTheBytesThatJacksonWrites(@ForAll("wildLabels") final LabeledText labels) {
    final byte[] value = encoder.encode(labels);

    assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo(new String(JsonOracle.labels(labels), StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void shouldWriteEachTextByEncodersOfSlotsThatAreKept(@ForAll("wildLabels") final LabeledText labels) {
    // Given
    final List<SlotEncoder> slots = labels.slots().stream().map(slot -> encoder.slot(slot.slot(), slot.model())).toList();
    encoder.encode(LabeledTexts.example());
    encoder.begin(1);
    encoder.slot("unfinished", LabeledTexts.example().slots().getFirst().model()).begin(1);

    // When
    encoder.begin(slots.size());
    for (int slot = 0; slot < slots.size(); slot++) {
      slots.get(slot).encode(labels.slots().get(slot).labels(), labels.slots().get(slot).vector());
    }
    final byte[] value = encoder.end(labels.origin());

    // Then
    assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo(new String(JsonOracle.labels(labels), StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void shouldLoseNothing(@ForAll("anyLabels") final LabeledText labels) throws IOException {
    final byte[] value = encoder.encode(labels);

    assertThat(parse(JSON.readTree(value))).isEqualTo(labels);
  }

  @Property(tries = 200)
  void shouldKeepToOneLineWithoutExponents(@ForAll("anyLabels") final LabeledText labels) {
    final List<Label> scores =
        labels.slots().stream().flatMap(slot -> slot.labels().stream()).map(label -> new Label("", label.score())).toList();
    final Lineage model = new Lineage("", "", "", OptionalLong.empty(), OptionalLong.empty());

    final byte[] value = encoder.encode(new LabeledText(List.of(new SlotLabels("", scores, model)), new Origin("", 0, 0, 0)));

    assertThat(new String(value, StandardCharsets.UTF_8)).doesNotContain("\n").doesNotContainPattern("[0-9][eE]");
  }

  @Example
  void shouldStayJsonWhenAScoreIsNoNumber() throws IOException {
    final LabeledText odd = new LabeledText(
        List.of(new SlotLabels("s", List.of(new Label("a", Float.NaN)), LabeledTexts.example().slots().getFirst().model())),
        LabeledTexts.example().origin());

    assertThat(JSON.readTree(encoder.encode(odd)).at("/slots/0/labels/0/score").asText()).isEqualTo("NaN");
  }

  private static LabeledText parse(final JsonNode json) {
    final JsonNode origin = json.get("origin");
    return new LabeledText(
        elements(json.get("slots")).map(slot -> new SlotLabels(slot.get("slot").textValue(),
            elements(slot.get("labels")).map(label -> new Label(label.get("name").textValue(), label.get("score").floatValue())).toList(),
            lineage(slot.get("model")), vector(slot))).toList(),
        new Origin(origin.get("topic").textValue(), origin.get("partition").intValue(), origin.get("offset").longValue(),
            Instant.parse(origin.get("timestamp").textValue()).toEpochMilli()));
  }

  private static TextVector vector(final JsonNode slot) {
    if (slot.has("vectorBits")) {
      return new TextVector.Bits(Base64.getDecoder().decode(slot.get("vectorBits").textValue()));
    }
    if (slot.has("vector")) {
      final List<JsonNode> numbers = elements(slot.get("vector")).toList();
      final float[] values = new float[numbers.size()];
      for (int dimension = 0; dimension < values.length; dimension++) {
        values[dimension] = numbers.get(dimension).floatValue();
      }
      return new TextVector.Float32(values);
    }
    if (!slot.has("vectorInt8")) {
      return TextVector.None.NONE;
    }
    final ByteArrayOutputStream values = new ByteArrayOutputStream();
    elements(slot.get("vectorInt8")).forEach(number -> values.write(number.intValue()));
    return new TextVector.Int8(values.toByteArray(), slot.get("vectorScale").floatValue());
  }

  private static Lineage lineage(final JsonNode model) {
    final JsonNode from = model.get("effectiveFrom");
    final JsonNode offset = model.get("controlOffset");
    return new Lineage(model.get("name").textValue(), model.get("version").textValue(), model.get("sha256").textValue(),
        from.isNull() ? OptionalLong.empty() : OptionalLong.of(Instant.parse(from.textValue()).toEpochMilli()),
        offset.isNull() ? OptionalLong.empty() : OptionalLong.of(offset.longValue()));
  }

  private static Stream<JsonNode> elements(final JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
