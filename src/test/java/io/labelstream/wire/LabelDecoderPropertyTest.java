package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;

class LabelDecoderPropertyTest {
  /** Times that ISO-8601 can say with four digits for the year. */
  private static final long LATEST = 253_402_300_799_999L;

  @Property(tries = 300)
  void shouldReadWhatTheJsonEncoderWritesToTheLastBit(@ForAll("labels") final LabeledText labels) throws UndecodableValueException {
    assertThat(new JsonLabelDecoder().decode(new JsonLabelEncoder().encode(labels))).isEqualTo(labels);
  }

  @Property(tries = 300)
  void shouldReadWhatTheAvroEncoderWritesToTheLastBit(@ForAll("labels") final LabeledText labels) throws UndecodableValueException {
    // Given
    final SchemaRegistry registry = new OneSchema();

    // When
    final byte[] written = new AvroLabelEncoder(registry, "labels", Registration.values()[0]).encode(labels);

    // Then
    assertThat(new AvroLabelDecoder(registry).decode(written)).isEqualTo(labels);
  }

  @Property(tries = 300)
  void shouldRefuseDamagedValuesWithTheTypedException(@ForAll final byte[] value) {
    assertThatThrownBy(() -> new JsonLabelDecoder().decode(value)).isInstanceOf(UndecodableValueException.class);
    assertThatThrownBy(() -> new AvroLabelDecoder(new OneSchema()).decode(value)).isInstanceOf(UndecodableValueException.class);
  }

  @Example
  void shouldLeaveOutFieldsOfALaterRelease() throws UndecodableValueException {
    // Given
    final String value = """
        {"later":{"deep":[1]},"slots":[{"slot":"s","more":[],"labels":[{"name":"a","score":0.5,"rank":1}],
         "model":{"name":"m","version":"1","sha256":"0","effectiveFrom":null,"controlOffset":3,"traffic":"canary","confirmed":false,"by":"x"}}],
         "origin":{"topic":"t","partition":1,"offset":2,"timestamp":"2026-01-31T12:00:00Z","key":null}}""";

    // When
    final LabeledText labels = new JsonLabelDecoder().decode(value.getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(labels.slots()).containsExactly(new SlotLabels("s", List.of(new Label("a", 0.5f)),
        new Lineage("m", "1", "0", OptionalLong.empty(), OptionalLong.of(3), Role.CANARY, Certainty.UNCONFIRMED)));
    assertThat(labels.origin().offset()).isEqualTo(2);
  }

  @Provide
  Arbitrary<LabeledText> labels() {
    // Any bits, where floats from jqwik have two decimals.
    final Arbitrary<Float> scores = Arbitraries.integers().between(0, Float.floatToIntBits(1.1f)).map(Float::intBitsToFloat);
    final Arbitrary<Label> label = Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(8), scores).as(Label::new);
    final Arbitrary<OptionalLong> times = Arbitraries.longs().between(0, LATEST).map(OptionalLong::of).injectNull(0.2)
        .map(time -> time == null ? OptionalLong.empty() : time);
    final Arbitrary<Lineage> lineage = Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(5), times, times,
        Arbitraries.of(Role.class), Arbitraries.of(Certainty.class))
        .as((name, from, offset, role, certainty) -> new Lineage(name, "1", "0", from, offset, role, certainty));
    final Arbitrary<SlotLabels> slot = Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(5), label.list().ofMaxSize(3), lineage, LabeledTexts.vectors())
        .as(SlotLabels::new);
    return Combinators.combine(slot.list().ofMaxSize(3), Arbitraries.integers().between(0, 99), Arbitraries.longs().between(0, Long.MAX_VALUE),
        Arbitraries.longs().between(0, LATEST))
        .as((slots, partition, offset, timestamp) -> new LabeledText(slots, new Origin("texts", partition, offset, timestamp)));
  }

  /** A registry that knows the schema of labels, as number 1. */
  private static final class OneSchema implements SchemaRegistry {
    @Override
    public Lookup schema(final int id) {
      return id == 1 ? new Found(AvroLabelEncoder.schema()) : new Unusable("nobody registered it");
    }

    @Override
    public int register(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
