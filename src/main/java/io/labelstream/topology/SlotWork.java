package io.labelstream.topology;

import io.labelstream.model.ModelClosedException;
import io.labelstream.model.SharedText;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.TextVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The work of one task for one slot, and its result for the current record. Not thread-safe. */
final class SlotWork {
  private final String name;
  private final SlotVersions versions;
  private final ShadowCounters shadowCounters;
  private final @Nullable SlotWork decisive;
  private final List<byte[]> wanted;
  /** Earlier slots that write the same of a text if their model is the same. */
  private final List<SlotWork> twins;
  /** The version that labels the record; null where the slot is not due. */
  private @Nullable Choice choice;
  /** The version that has scored its text: the same, or that of a twin. */
  private @Nullable HeldVersion scored;
  private TextVector vector = TextVector.None.NONE;

  private SlotWork(final Slot slot, final Classification classification, final LabelEncoder encoder, final Patience patience,
      final List<SlotWork> before, final List<SlotWork> twins) {
    final PipelineStats stats = classification.stats();
    this.name = slot.name();
    this.versions = new SlotVersions(ModelSlot.of(slot), classification, encoder, patience);
    this.shadowCounters = stats.shadowCounters(slot.name());
    final Optional<SlotCondition> condition = slot.condition();
    this.decisive = condition.map(needed -> named(needed.slot(), before)).orElse(null);
    this.wanted = condition.map(SlotCondition::labels).orElse(List.of()).stream().map(label -> label.getBytes(StandardCharsets.UTF_8)).toList();
    this.twins = List.copyOf(twins);
  }

  /** The work for all slots of a classification, in their order. */
  static List<SlotWork> of(final Classification classification, final LabelEncoder encoder, final Patience patience) {
    final List<Slot> slots = classification.slots();
    final List<SlotWork> work = new ArrayList<>(slots.size());
    for (final Slot slot : slots) {
      final List<SlotWork> twins = new ArrayList<>();
      for (int before = 0; before < work.size(); before++) {
        if (slots.get(before).top() == slot.top() && slots.get(before).threshold() == slot.threshold()
            && slots.get(before).vector() == slot.vector() && slots.get(before).vectorDimensions() == slot.vectorDimensions()) {
          twins.add(work.get(before));
        }
      }
      work.add(new SlotWork(slot, classification, encoder, patience, work, twins));
    }
    return List.copyOf(work);
  }

  String name() {
    return name;
  }

  SlotVersions versions() {
    return versions;
  }

  ShadowCounters shadowCounters() {
    return shadowCounters;
  }

  /**
   * Labels a text if the labels that the record has so far are those that the slot's condition asks for; else the slot has no labels.
   *
   * @throws UnclassifiableRecordException if the model fails on the text, or no version counts for it
   * @throws ModelPendingException if the version that counts for it takes too long to be ready
   */
  void label(final SharedText text, final @Nullable Object key, final long timestamp) {
    choice = null;
    scored = null;
    if (!isDue()) {
      return;
    }
    final Choice chosen = versions.choose(timestamp, key);
    final @Nullable SlotWork twin = twinWithModel(chosen.version().digest());
    if (twin == null) {
      classify(chosen.version(), text);
      scored = chosen.version();
      vector = chosen.version().vector();
    } else {
      scored = twin.scored;
      vector = twin.vector;
    }
    choice = chosen;
    chosen.version().countLabelled();
  }

  /** True if the slot has labels for the record, be it none that reaches the threshold. */
  boolean isFilled() {
    return choice != null;
  }

  /** Writes the labels of a slot that is filled. */
  void write() {
    scored.write(vector, choice.encoder());
  }

  /** True if a shadow version that scored the same text gives another best label than the version that labels it. */
  boolean disagreesWith(final HeldVersion shadow) {
    return !scored.hasSameBestAs(shadow);
  }

  /** The labels of a slot that is filled, as objects, without a vector. */
  SlotLabels labels() {
    return new SlotLabels(name, scored.labels(), choice.lineage());
  }

  private boolean isDue() {
    return decisive == null || decisive.scored != null && decisive.scored.isBest(wanted);
  }

  private @Nullable SlotWork twinWithModel(final String digest) {
    for (final SlotWork twin : twins) {
      if (twin.choice != null && twin.choice.version().digest() == digest) {
        return twin;
      }
    }
    return null;
  }

  private void classify(final HeldVersion version, final SharedText text) {
    try {
      version.classify(text);
    } catch (final ModelClosedException closed) {
      // Not the fault of this record: each one would fail.
      throw closed;
    } catch (final RuntimeException e) {
      // The message of an exception from within may quote the text, so only its class is passed on.
      throw new UnclassifiableRecordException(DeadLetterReason.CLASSIFY_FAILED,
          "slot " + name + " failed with " + e.getClass().getName() + " on a text of " + text.length() + " bytes", e);
    }
  }

  private static SlotWork named(final String name, final List<SlotWork> work) {
    return work.stream().filter(slot -> slot.name.equals(name)).findFirst().orElseThrow();
  }
}
