package io.labelstream.topology;

import io.labelstream.model.SharedText;
import io.labelstream.topology.RecordClassifier.Disagreement;
import io.labelstream.wire.LabeledText.Origin;
import io.labelstream.wire.LabeledText.SlotLabels;
import io.labelstream.wire.ShadowDisagreement;
import io.labelstream.wire.ShadowEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets shadow versions score texts that have been labelled. A failure of one is counted and affects nothing else; none is waited for. For one task:
 * not thread-safe.
 */
final class ShadowScorer {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowScorer.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ShadowEncoder encoder;
  private final long maxDelayMillis;
  private long nextReportAt = System.nanoTime();

  ShadowScorer(final ShadowOutput output) {
    this.encoder = output.encoder().get();
    this.maxDelayMillis = output.maxDelay().toMillis();
  }

  /** The disagreements about the record that {@code work} was done for. */
  List<Disagreement> score(final List<SlotWork> work, final SharedText text, final Origin origin) {
    List<Disagreement> disagreements = List.of();
    for (final SlotWork slot : work) {
      if (!slot.isFilled() || !slot.versions().hasShadow()) {
        continue;
      }
      final byte @Nullable [] disagreement = score(slot, text, origin);
      if (disagreement != null) {
        disagreements = disagreements.isEmpty() ? new ArrayList<>() : disagreements;
        disagreements.add(new Disagreement(disagreement, slot.shadowCounters()));
      }
    }
    return disagreements;
  }

  private byte @Nullable [] score(final SlotWork slot, final SharedText text, final Origin origin) {
    @Nullable Choice shadow = null;
    try {
      shadow = slot.versions().now() - origin.timestamp() > maxDelayMillis ? null : slot.versions().shadow();
      if (shadow == null) {
        slot.shadowCounters().countShed();
        return null;
      }
      shadow.version().classify(text);
      if (!slot.disagreesWith(shadow.version())) {
        slot.shadowCounters().countAgreed();
        return null;
      }
      final SlotLabels labels = new SlotLabels(slot.name(), shadow.version().labels(), shadow.lineage());
      return encoder.encode(new ShadowDisagreement(slot.labels(), labels, origin));
    } catch (final RuntimeException e) {
      slot.shadowCounters().countFailed();
      report(slot, shadow, e);
      return null;
    }
  }

  /** The message of the exception may quote the text, so only its class is passed on. */
  private void report(final SlotWork slot, final @Nullable Choice shadow, final RuntimeException failure) {
    final long now = System.nanoTime();
    if (now - nextReportAt >= 0) {
      nextReportAt = now + QUIET_NANOS;
      LOG.atWarn()
          .addKeyValue("slot", slot.name())
          .addKeyValue("model", shadow == null ? "" : shadow.lineage().name())
          .addKeyValue("version", shadow == null ? "" : shadow.lineage().version())
          .addKeyValue("exception", failure.getClass().getName())
          .log("shadow version failed on a text");
    }
  }
}
