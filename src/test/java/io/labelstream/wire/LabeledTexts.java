package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
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
