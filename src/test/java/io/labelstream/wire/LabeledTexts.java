package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.LabeledText.SlotLabels;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Labels to encode: one simple example, and any that can be. */
final class LabeledTexts {
  static final String SHA256 = "9f".repeat(32);

  private LabeledTexts() {}

  static LabeledText example() {
    return new LabeledText(
        List.of(
            new SlotLabels("language", List.of(new Label("fr", 0.9731f), new Label("it", 1.2e-5f)),
                new Lineage("lid.176", "1", SHA256, OptionalLong.empty(), OptionalLong.empty())),
            new SlotLabels("topic", List.of(),
                new Lineage("news", "2026-01", SHA256, OptionalLong.of(1_767_225_600_000L), OptionalLong.of(12)))),
        new Origin("texts", 3, 1L << 40, 1_769_860_800_250L));
  }

  static Arbitrary<LabeledText> any() {
    final Arbitrary<String> text = Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(20);
    final Arbitrary<OptionalLong> number = Arbitraries.longs().between(-1L << 50, 1L << 50).map(OptionalLong::of).optional()
        .map(some -> some.orElse(OptionalLong.empty()));
    final Arbitrary<Label> label = Combinators.combine(text, Arbitraries.floats().between(0, 1)).as(Label::new);
    final Arbitrary<Lineage> lineage = Combinators.combine(text, text, text, number, number).as(Lineage::new);
    final Arbitrary<SlotLabels> slot = Combinators.combine(text, label.list().ofMaxSize(5), lineage, vectors()).as(SlotLabels::new);
    final Arbitrary<Origin> origin = Combinators.combine(text, Arbitraries.integers(), Arbitraries.longs(),
        Arbitraries.longs().between(0, 1L << 50)).as(Origin::new);
    return Combinators.combine(slot.list().ofMaxSize(4), origin).as(LabeledText::new);
  }

  /** Labels with any numbers, any times, and texts of many characters that JSON escapes. */
  static Arbitrary<LabeledText> wild() {
    final Arbitrary<String> text = Arbitraries.strings().withCharRange('\0', '\u00FF').withChars('"', '\\', '\u2028', '\uFFFD', '\uFFFF').ofMaxLength(12);
    final Arbitrary<Float> floats = Arbitraries.oneOf(Arbitraries.integers().map(Float::intBitsToFloat),
        Arbitraries.integers().between(0, 100_000).map(decimals -> (float) (decimals / 1e5)),
        Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, 1f, 1.00001f));
    final Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(0, 1L << 41),
        Arbitraries.longs().between(0, 1L << 31).map(seconds -> 1000 * seconds));
    final Arbitrary<OptionalLong> someTime = times.map(OptionalLong::of).optional().map(some -> some.orElse(OptionalLong.empty()));
    final Arbitrary<Lineage> lineage = Combinators.combine(text, text, someTime, someTime, Arbitraries.of(Role.class), Arbitraries.of(Certainty.class))
        .as((name, version, from, offset, role, certainty) -> new Lineage(name, version, SHA256, from, offset, role, certainty));
    final Arbitrary<TextVector> vector = Arbitraries.oneOf(vectors(),
        floats.array(float[].class).ofMaxSize(20).map(TextVector.Float32::new),
        Combinators.combine(Arbitraries.bytes().array(byte[].class).ofMaxSize(20), floats).as(TextVector.Int8::new),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(10).map(TextVector.Bits::new));
    final Arbitrary<SlotLabels> slot =
        Combinators.combine(text, Combinators.combine(text, floats).as(Label::new).list().ofMaxSize(5), lineage, vector).as(SlotLabels::new);
    return Combinators.combine(slot.list().ofMaxSize(4), Combinators.combine(text, Arbitraries.integers(), Arbitraries.longs(), times).as(Origin::new))
        .as(LabeledText::new);
  }

  /** Vectors in all forms, of floats of any bits up to 1. */
  static Arbitrary<TextVector> vectors() {
    final Arbitrary<Float> floats = Arbitraries.integers().between(0, Float.floatToIntBits(1f)).map(Float::intBitsToFloat);
    return Arbitraries.oneOf(
        Arbitraries.just(TextVector.None.NONE),
        floats.array(float[].class).ofMinSize(1).ofMaxSize(20).map(TextVector.Float32::new),
        Combinators.combine(Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(20), floats).as(TextVector.Int8::new),
        Arbitraries.bytes().array(byte[].class).ofMinSize(8).ofMaxSize(16).map(TextVector.Bits::new));
  }

  private static char[] surrogates() {
    final char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return all;
  }
}
