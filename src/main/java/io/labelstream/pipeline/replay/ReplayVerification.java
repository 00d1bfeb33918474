package io.labelstream.pipeline.replay;

import io.labelstream.pipeline.WireSetup;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayLog.Place;
import io.labelstream.pipeline.replay.ReplayLog.Span;
import io.labelstream.pipeline.replay.ReplayReport.Difference;
import io.labelstream.pipeline.replay.ReplayReport.Finding;
import io.labelstream.topology.Classification;
import io.labelstream.topology.DeadLetterReason;
import io.labelstream.topology.LocalTask;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.Tombstones;
import io.labelstream.topology.UnclassifiableRecordException;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.LabeledText;
import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.TextDecoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Labels a range of the input topic once more, by the code of the stream tasks and by the versions that the control topic gives for each record's timestamp
 * and key, and compares with what the pipeline has written. Reads only.
 *
 * <p>Two results are the same if each slot has the same digest, the same labels, and scores of the same bits. The results of a range are kept in memory,
 * some hundred bytes a record.
 */
public final class ReplayVerification {
  private final PipelineConfig config;
  private final ReplayModels models;
  private final Supplier<TextDecoder> decoder;
  private final int mostDifferences;
  private final Relabeller present;
  private final List<Relabeller> earlier = new ArrayList<>();
  private final Map<Finding, Long> counts = new EnumMap<>(Finding.class);
  private final List<Difference> differences = new ArrayList<>();

  private ReplayVerification(
      final PipelineConfig config, final ReplayModels models, final Supplier<TextDecoder> decoder, final int mostDifferences) {
    this.config = config;
    this.models = models;
    this.decoder = decoder;
    this.mostDifferences = mostDifferences;
    this.present = new Relabeller(models.slots());
  }

  /**
   * Compares.
   *
   * @param config the pipeline's configuration
   * @param mostDifferences how many differences to list
   * @throws StartupException if the configuration's models or keys cannot be used
   * @throws org.apache.kafka.common.KafkaException if a topic cannot be read
   */
  public static ReplayReport verify(final PipelineConfig config, final ReplayRange range, final int mostDifferences)
      throws StartupException, InterruptedException {
    final WireSetup wire = WireSetup.forReading(config);
    try (wire;
        ReplayLog log = new ReplayLog(config);
        ReplayModels models = ReplayModels.open(config)) {
      final ReplayVerification verification = new ReplayVerification(config, models, wire.decoder(), mostDifferences);
      try {
        return verification.compare(log, range, wire);
      } finally {
        verification.release();
      }
    }
  }

  private ReplayReport compare(final ReplayLog log, final ReplayRange range, final WireSetup wire) {
    final Span input = log.span(config.inputTopic(), range);
    final long[] recordsAndEarliest = {0, Long.MAX_VALUE};
    log.read(input, record -> {
      recordsAndEarliest[0]++;
      recordsAndEarliest[1] = Math.min(recordsAndEarliest[1], record.timestamp());
    });
    if (recordsAndEarliest[0] > 0) {
      final Map<Place, List<LabeledText>> labels =
          log.labels(config.outputTopic(), recordsAndEarliest[1], input, config.inputTopic(), wire.labelDecoder());
      final Map<Place, Integer> letters = log.deadLetters(config.deadLetterTopic(), recordsAndEarliest[1], input, config.inputTopic());
      log.read(input, record -> {
        final Place place = new Place(record.partition(), record.offset());
        judge(record, labels.getOrDefault(place, List.of()), letters.getOrDefault(place, 0));
      });
    }
    return new ReplayReport(recordsAndEarliest[0], counts, differences, models.unavailable());
  }

  private void judge(final ConsumerRecord<byte[], byte[]> record, final List<LabeledText> labels, final int letters) {
    if (labels.size() + letters > 1) {
      count(Finding.DUPLICATED, record, labels.size() + " results with labels and " + letters + " dead letters, expected one of both");
    } else if (letters == 1) {
      count(Finding.DEAD_LETTER, record, "");
    } else if (record.value() == null && config.tombstones() == Tombstones.FORWARD && labels.isEmpty()) {
      count(Finding.DELETION, record, "");
    } else if (labels.isEmpty()) {
      count(Finding.MISSING, record, "no result, expected labels or a dead letter");
    } else {
      compare(record, labels.getFirst());
    }
  }

  private void compare(final ConsumerRecord<byte[], byte[]> record, final LabeledText emitted) {
    // A record without a time of its own got one from its task, which is written in its labels.
    final long timestamp = record.timestamp() >= 0 ? record.timestamp() : emitted.origin().timestamp();
    try {
      compare(record, timestamp, emitted);
    } catch (final UnavailableModelException unavailable) {
      count(Finding.UNCHECKED, record, String.valueOf(unavailable.getMessage()));
    }
  }

  private void compare(final ConsumerRecord<byte[], byte[]> record, final long timestamp, final LabeledText emitted) {
    final Optional<Mismatch> mismatch = mismatch(emitted, present.label(record, timestamp));
    if (mismatch.isEmpty()) {
      count(Finding.EQUAL, record, "");
    } else if (wasRightBefore(record, timestamp, emitted)) {
      count(Finding.SUPERSEDED, record, "");
    } else if (emitted.slots().stream().anyMatch(slot -> slot.model().certainty() == Certainty.UNCONFIRMED)) {
      count(Finding.UNCONFIRMED, record, "");
    } else {
      count(mismatch.get().finding(), record, mismatch.get().detail());
    }
  }

  /** True if the labels are those that the timeline gave before some retroactive entry was known. */
  private boolean wasRightBefore(final ConsumerRecord<byte[], byte[]> record, final long timestamp, final LabeledText emitted) {
    for (int entry = 0; entry < models.retroactiveOffsets().size(); entry++) {
      if (entry == earlier.size()) {
        earlier.add(new Relabeller(models.slotsBefore(models.retroactiveOffsets().get(entry))));
      }
      if (mismatch(emitted, earlier.get(entry).label(record, timestamp)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void count(final Finding finding, final ConsumerRecord<?, ?> record, final String detail) {
    counts.merge(finding, 1L, Long::sum);
    if (finding.kind() != ReplayReport.Kind.SOUND && differences.size() < mostDifferences) {
      differences.add(new Difference(finding, record.partition(), record.offset(), detail));
    }
  }

  private void release() {
    present.release();
    earlier.forEach(Relabeller::release);
  }

  private record Mismatch(Finding finding, String detail) {}

  private static Optional<Mismatch> mismatch(final LabeledText emitted, final Relabelled expected) {
    return switch (expected) {
      case Relabelled.Undecided() -> Optional.of(new Mismatch(Finding.DIFFERENT_VERSION, "labels, expected none: no version for it counts"));
      case Relabelled.DeadLetter(final DeadLetterReason reason) ->
          Optional.of(new Mismatch(Finding.DIFFERENT_LABELS, "labels, expected a dead letter, " + reason.code()));
      case Relabelled.Labels(final List<SlotLabels> slots) -> mismatch(emitted.slots(), slots);
    };
  }

  private static Optional<Mismatch> mismatch(final List<SlotLabels> emitted, final List<SlotLabels> expected) {
    final List<String> names = emitted.stream().map(SlotLabels::slot).toList();
    final List<String> expectedNames = expected.stream().map(SlotLabels::slot).toList();
    for (int at = 0; at < Math.min(names.size(), expectedNames.size()); at++) {
      final SlotLabels is = emitted.get(at);
      final SlotLabels due = expected.get(at);
      if (is.slot().equals(due.slot()) && !is.model().sha256().equals(due.model().sha256())) {
        return Optional.of(new Mismatch(Finding.DIFFERENT_VERSION, "slot " + is.slot() + " by " + version(is) + ", expected " + version(due)));
      }
      if (is.slot().equals(due.slot()) && !is.labels().equals(due.labels())) {
        return Optional.of(new Mismatch(Finding.DIFFERENT_LABELS,
            "slot " + is.slot() + " by " + version(is) + " has " + is.labels() + ", expected " + due.labels()));
      }
      if (is.slot().equals(due.slot()) && !is.vector().equals(due.vector())) {
        return Optional.of(new Mismatch(Finding.DIFFERENT_LABELS, "slot " + is.slot() + " by " + version(is) + " has another vector than expected"));
      }
    }
    return names.equals(expectedNames)
        ? Optional.empty()
        : Optional.of(new Mismatch(Finding.DIFFERENT_LABELS, "slots " + names + ", expected " + expectedNames));
  }

  private static String version(final SlotLabels slot) {
    final String place = slot.model().controlOffset().isPresent() ? "offset " + slot.model().controlOffset().getAsLong() : "configuration";
    return slot.model().name() + " " + slot.model().version() + " (" + place + ")";
  }

  /** The outcome for a record. */
  private sealed interface Relabelled {
    record Labels(List<SlotLabels> slots) implements Relabelled {}

    record DeadLetter(DeadLetterReason reason) implements Relabelled {}

    /** It would still wait for a version. */
    record Undecided() implements Relabelled {}
  }

  /** The stream task's own code, with an encoder that keeps what it is given. */
  private final class Relabeller {
    private final LabelKeeper keeper = new LabelKeeper();
    private final LocalTask task;

    private Relabeller(final List<ModelSlot> slots) {
      this.task = LocalTask.open(Classification.of(slots, decoder, () -> keeper).withTexts(config.textRules()));
    }

    private Relabelled label(final ConsumerRecord<byte[], byte[]> record, final long timestamp) {
      final byte @Nullable [] value = record.value();
      if (value == null) {
        return new Relabelled.DeadLetter(DeadLetterReason.NULL_VALUE);
      }
      try {
        task.process(value, record.headers(), record.key(), new Origin(record.topic(), record.partition(), record.offset(), timestamp));
        return new Relabelled.Labels(keeper.slots());
      } catch (final UnclassifiableRecordException bad) {
        return new Relabelled.DeadLetter(bad.reason());
      } catch (final UndecidedVersionException undecided) {
        return new Relabelled.Undecided();
      }
    }

    private void release() {
      task.close();
    }
  }
}
