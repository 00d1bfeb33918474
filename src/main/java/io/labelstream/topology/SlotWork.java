package io.labelstream.topology;

import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.TextVector;
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
  private final List<String> wanted;
  /** Earlier slots that write the same of a text if their model is the same. */
  private final List<SlotWork> twins;
  private @Nullable Choice choice;
  private @Nullable SlotLabels labels;

  private SlotWork(final Slot slot, final Classification classification, final Patience patience, final List<SlotWork> before,
      final List<SlotWork> twins) {
    final PipelineStats stats = classification.stats();
    this.name = slot.name();
    this.versions = new SlotVersions(ModelSlot.of(slot), classification, patience);
    this.shadowCounters = stats.shadowCounters(slot.name());
    final Optional<SlotCondition> condition = slot.condition();
    this.decisive = condition.map(needed -> named(needed.slot(), before)).orElse(null);
    this.wanted = condition.map(SlotCondition::labels).orElse(List.of());
    this.twins = List.copyOf(twins);
  }

  /** The work for all slots of a classification, in their order. */
  static List<SlotWork> of(final Classification classification, final Patience patience) {
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
      work.add(new SlotWork(slot, classification, patience, work, twins));
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

  /** Forgets the record before. */
  void begin() {
    choice = null;
    labels = null;
  }

  /** True if the record's labels so far are those that the slot's condition asks for. */
  boolean isDue() {
    if (decisive == null) {
      return true;
    }
    final SlotLabels decision = decisive.labels;
    return decision != null && !decision.labels().isEmpty() && wanted.contains(decision.labels().getFirst().name());
  }

  /** The result of an earlier slot with the same model; null if there is none. */
  @Nullable SlotLabels resultOfSameModel(final Choice chosen) {
    for (final SlotWork twin : twins) {
      if (twin.choice != null && twin.labels != null && twin.choice.version().digest() == chosen.version().digest()) {
        return twin.labels;
      }
    }
    return null;
  }

  /** Keeps the result for the record. */
  SlotLabels done(final Choice chosen, final List<Label> best, final TextVector vector) {
    final SlotLabels result = new SlotLabels(name, best, chosen.lineage(), vector);
    choice = chosen;
    labels = result;
    return result;
  }

  /** The result for the record; null where the slot was not due. */
  @Nullable SlotLabels labels() {
    return labels;
  }

  private static SlotWork named(final String name, final List<SlotWork> work) {
    return work.stream().filter(slot -> slot.name.equals(name)).findFirst().orElseThrow();
  }
}
