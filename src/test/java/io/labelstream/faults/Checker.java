package io.labelstream.faults;

import io.labelstream.faults.Found.SlotLabel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Compares committed results with the records of the input and with the {@link Oracle}. Not thread-safe. */
final class Checker {
  private static final int MOST_EXAMPLES = 10;

  private final LongFunction<Sent> input;
  private final List<String> slots;
  private final Map<String, String> labelsByDigest;
  private final BitSet seen = new BitSet();
  private final Map<String, Long> latestOfKey = new HashMap<>();
  private final List<Found> unjudged = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();
  private int judgedBefore;
  private long duplicates;
  private long orderBreaks;

  /**
   * @param input the record with a number
   * @param slots those that each label record has to have, in their order
   * @param labelsByDigest the only label that each model file gives
   */
  Checker(final LongFunction<Sent> input, final List<String> slots, final Map<String, String> labelsByDigest) {
    this.input = input;
    this.slots = List.copyOf(slots);
    this.labelsByDigest = Map.copyOf(labelsByDigest);
  }

  /**
   * The findings since the verdict before.
   *
   * @param records how many records of the input had to have a result by now, and had none by the verdict before
   * @param wrong results that are not those that are due: a version, a label, labels for a dead letter
   * @param examples some of all this in words
   */
  record Findings(long records, long duplicates, long losses, long orderBreaks, long wrong, List<String> examples) {
    boolean clean() {
      return duplicates + losses + orderBreaks + wrong == 0;
    }
  }

  /** Takes the next committed result; those of one key in the order of the output. */
  void take(final Found found) {
    if (seen.get((int) found.id())) {
      duplicates++;
      example("number " + found.id() + " has another result: " + found.result());
      return;
    }
    seen.set((int) found.id());
    unjudged.add(found);
    found.key().ifPresent(key -> {
      final Long before = latestOfKey.put(found.result().getClass().getSimpleName() + key, found.id());
      if (before != null && before > found.id()) {
        orderBreaks++;
        example("number " + found.id() + " comes after " + before + " of the same key");
      }
    });
  }

  /** How many records below a number have no result yet. */
  long missing(final long end) {
    return end - seen.get(0, (int) end).cardinality();
  }

  /**
   * Judges all that was taken.
   *
   * @param end every record with a lower number must have a result
   * @param oracle has read the control topic
   */
  Findings judge(final long end, final Oracle oracle) {
    final long losses = missing(end);
    for (int id = seen.nextClearBit(0); id < end; id = seen.nextClearBit(id + 1)) {
      example("number " + id + " has no result");
      // Told once.
      seen.set(id);
    }
    long wrong = 0;
    for (final Found found : unjudged) {
      final String objection = objection(found, input.apply(found.id()), oracle);
      if (!objection.isEmpty()) {
        wrong++;
        example("number " + found.id() + ": " + objection);
      }
    }
    final Findings findings = new Findings(end - judgedBefore, duplicates, losses, orderBreaks, wrong, List.copyOf(examples));
    judgedBefore = (int) end;
    unjudged.clear();
    examples.clear();
    duplicates = 0;
    orderBreaks = 0;
    return findings;
  }

  private String objection(final Found found, final Sent sent, final Oracle oracle) {
    if (!found.key().equals(sent.key()) || found.timestamp() != sent.timestamp()) {
      return "has key " + found.key() + " and timestamp " + found.timestamp() + ", expected those of " + sent;
    }
    return switch (found.result()) {
      case Found.DeadLetter(final String reason) -> sent.kind() == Sent.Kind.POISON ? "" : "is a dead letter, " + reason + ", expected labels";
      case Found.Labels(final List<SlotLabel> labels) ->
          sent.kind() == Sent.Kind.POISON ? "has labels, expected a dead letter" : objection(labels, sent, oracle);
    };
  }

  private String objection(final List<SlotLabel> labels, final Sent sent, final Oracle oracle) {
    if (!labels.stream().map(SlotLabel::slot).toList().equals(slots)) {
      return "has " + labels + ", expected slots " + slots;
    }
    for (final SlotLabel label : labels) {
      final Set<Oracle.Choice> choices = oracle.choices(label.slot(), sent.timestamp(), sent.key());
      if (!label.confirmed()
          || !choices.contains(new Oracle.Choice(label.version(), label.sha256(), label.offset(), label.traffic()))
          || !label.label().equals(labelsByDigest.get(label.sha256()))) {
        return "timestamp " + sent.timestamp() + ", key " + sent.key() + " has " + label + ", expected one of " + choices;
      }
    }
    return "";
  }

  private void example(final String words) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(words);
    }
  }
}
