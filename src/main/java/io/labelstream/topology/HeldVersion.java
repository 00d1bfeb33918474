package io.labelstream.topology;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.LabelName;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.rollout.Hold;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Certainty;
import io.labelstream.wire.LabeledText.Label;
import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Role;
import io.labelstream.wire.SlotEncoder;
import io.labelstream.wire.TextVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A model version that one task holds for one slot, with everything that is needed to label records with it. Not thread-safe. */
final class HeldVersion {
  private final Entry entry;
  private final String digest;
  private final Hold hold;
  private final ClassifierSession session;
  private final Labels names;
  private final Predictions predictions;
  private final LabelName name = new LabelName();
  private final VectorCopy vectors;
  private final Choice confirmed;
  private final Choice unconfirmed;
  private final LongAdder labelled;
  private Use use = Use.SINCE_LAST_LOOK;
  private int looksWithoutUse;

  /** Tells if a record was given to the version. */
  private enum Use {
    SINCE_LAST_LOOK,
    NOT_SINCE_LAST_LOOK
  }

  /**
   * Takes over a hold.
   *
   * @param encoder of the task
   * @param labelled where the records are counted that this version labels
   */
  HeldVersion(
      final Slot slot, final EndToken endToken, final Entry entry, final Hold hold, final LabelEncoder encoder, final LongAdder labelled) {
    final TextClassifier classifier = hold.classifier();
    this.entry = entry;
    // Compared for each record, where slots may share a model: the same digest is the same object.
    this.digest = entry.id().sha256().intern();
    this.hold = hold;
    this.session = classifier.newSession(endToken.endOfLine());
    this.names = classifier.labels();
    this.predictions = new Predictions(slot.top(), slot.threshold());
    this.vectors = VectorCopy.of(slot.vector(), Math.min(slot.vectorDimensions(), classifier.vectorDimensions().orElse(0)));
    this.confirmed = choice(slot.name(), Certainty.CONFIRMED, encoder);
    this.unconfirmed = choice(slot.name(), Certainty.UNCONFIRMED, encoder);
    this.labelled = labelled;
  }

  Entry entry() {
    return entry;
  }

  /** The model's digest; two versions have the same model if and only if this is the same object. */
  String digest() {
    return digest;
  }

  /** The version as the one that labels a record. */
  Choice choice(final Certainty certainty) {
    return switch (certainty) {
      case CONFIRMED -> confirmed;
      case UNCONFIRMED -> unconfirmed;
    };
  }

  /** Finds the best labels of a text. */
  void classify(final SharedText text) {
    use = Use.SINCE_LAST_LOOK;
    session.classify(text, predictions);
  }

  /** Writes the labels of the text that was classified last. */
  void write(final TextVector vector, final SlotEncoder encoder) {
    encoder.begin(predictions.count());
    for (int rank = 0; rank < predictions.count(); rank++) {
      names.name(predictions.label(rank), name);
      encoder.label(name.bytes(), name.offset(), name.length(), predictions.score(rank));
    }
    encoder.end(vector);
  }

  /** The labels of the text that was classified last, as objects. */
  List<Label> labels() {
    final List<Label> labels = new ArrayList<>(predictions.count());
    for (int rank = 0; rank < predictions.count(); rank++) {
      labels.add(new Label(names.name(predictions.label(rank)), predictions.score(rank)));
    }
    return labels;
  }

  /** True if the best label of the text that was classified last is one of these. */
  boolean isBest(final List<byte[]> wanted) {
    if (predictions.count() > 0) {
      names.name(predictions.label(0), name);
      for (final byte[] one : wanted) {
        if (name.isSameAs(one, 0, one.length)) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if {@code other} gave its last text the same best label as this its own, or both gave none. */
  boolean hasSameBestAs(final HeldVersion other) {
    if (predictions.count() == 0 || other.predictions.count() == 0) {
      return predictions.count() == other.predictions.count();
    }
    names.name(predictions.label(0), name);
    other.names.name(other.predictions.label(0), other.name);
    return name.isSameAs(other.name.bytes(), other.name.offset(), other.name.length());
  }

  /** The vector of the text that was labelled last, as the slot writes it; valid until the next text. */
  TextVector vector() {
    return vectors.of(session);
  }

  /** Counts a record as labelled by this version, also when another slot with the same model has done the work. */
  void countLabelled() {
    use = Use.SINCE_LAST_LOOK;
    labelled.increment();
  }

  /** How many times in a row this was asked without a record in between. */
  int looksWithoutUse() {
    looksWithoutUse = use == Use.SINCE_LAST_LOOK ? 0 : looksWithoutUse + 1;
    use = Use.NOT_SINCE_LAST_LOOK;
    return looksWithoutUse;
  }

  void release() {
    hold.release();
  }

  private Choice choice(final String slot, final Certainty certainty, final LabelEncoder encoder) {
    final Role role = switch (entry.announcement().traffic()) {
      case Traffic.Canary _ -> Role.CANARY;
      case Traffic.Shadow _ -> Role.SHADOW;
      case Traffic.Live _, Traffic.Staged _, Traffic.Withdrawn _ -> Role.LIVE;
    };
    final Lineage lineage = new Lineage(
        entry.id().name(), entry.id().version(), entry.id().sha256(), entry.effectiveTime(), entry.controlOffset(), role, certainty);
    return new Choice(this, lineage, encoder.slot(slot, lineage));
  }
}
