package io.labelstream.topology;

import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.TextDecoder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The work of a {@link ClassifyProcessor} on a record. Immutable; shared by all tasks.
 *
 * @param slots the tasks, at least one, in the order in which they run and are written
 * @param decoder makes a decoder for each task of the stream
 * @param encoder makes an encoder for each task of the stream
 * @param texts which texts are labelled, and how they are taken
 * @param maxOutputBytes the largest record that the output takes, with key and headers; a key counts where it is bytes
 * @param tombstones the fate of a record without a value
 * @param stats where the work is counted
 * @param shadow where disagreements of shadow versions go; empty: shadow versions score nothing
 */
public record Classification(
    List<Slot> slots,
    Supplier<TextDecoder> decoder,
    Supplier<LabelEncoder> encoder,
    TextRules texts,
    int maxOutputBytes,
    Tombstones tombstones,
    PipelineStats stats,
    Optional<ShadowOutput> shadow) {
  private static final int DEFAULT_MAX_BYTES = 1 << 20;

  public Classification {
    slots = List.copyOf(slots);
    Objects.requireNonNull(decoder);
    Objects.requireNonNull(encoder);
    Objects.requireNonNull(texts);
    Objects.requireNonNull(tombstones);
    Objects.requireNonNull(stats);
    Objects.requireNonNull(shadow);
    if (slots.isEmpty()) {
      throw new IllegalArgumentException("no slot: at least one is needed");
    }
    if (maxOutputBytes < 1) {
      throw new IllegalArgumentException("maxOutputBytes=" + maxOutputBytes + " must be at least 1");
    }
    requireConditionsOnEarlierSlots(slots);
  }

  /** {@link TextRules#defaults()}, output records of up to 1 MiB, tombstones to dead letters, counters of its own. */
  public static Classification of(final List<? extends Slot> slots, final Supplier<TextDecoder> decoder, final Supplier<LabelEncoder> encoder) {
    return new Classification(List.copyOf(slots), decoder, encoder, TextRules.defaults(), DEFAULT_MAX_BYTES, Tombstones.DEAD_LETTER, new PipelineStats(),
        Optional.empty());
  }

  /** This classification with other rules for texts. */
  public Classification withTexts(final TextRules others) {
    return new Classification(slots, decoder, encoder, others, maxOutputBytes, tombstones, stats, shadow);
  }

  /** This classification with another limit for output records, in bytes with key and headers. */
  public Classification withMaxOutputBytes(final int bytes) {
    return new Classification(slots, decoder, encoder, texts, bytes, tombstones, stats, shadow);
  }

  /** This classification with another fate for records without a value. */
  public Classification withTombstones(final Tombstones choice) {
    return new Classification(slots, decoder, encoder, texts, maxOutputBytes, choice, stats, shadow);
  }

  /** This classification, counting elsewhere. */
  public Classification withStats(final PipelineStats counters) {
    return new Classification(slots, decoder, encoder, texts, maxOutputBytes, tombstones, counters, shadow);
  }

  /** This classification with shadow versions scoring, their disagreements going to the child {@link ClassifyProcessor#SHADOW_CHILD}. */
  public Classification withShadow(final ShadowOutput output) {
    return new Classification(slots, decoder, encoder, texts, maxOutputBytes, tombstones, stats, Optional.of(output));
  }

  private static void requireConditionsOnEarlierSlots(final List<Slot> slots) {
    final Set<String> before = new HashSet<>();
    for (final Slot slot : slots) {
      if (slot.condition().isPresent() && !before.contains(slot.condition().get().slot())) {
        throw new IllegalArgumentException("slot " + slot.name() + " depends on slot " + slot.condition().get().slot() + ", which must come before it");
      }
      before.add(slot.name());
    }
  }
}
