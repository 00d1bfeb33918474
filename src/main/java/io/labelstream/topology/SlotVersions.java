package io.labelstream.topology;

import io.labelstream.rollout.Acquisition;
import io.labelstream.rollout.Hold;
import io.labelstream.rollout.Plan;
import io.labelstream.rollout.SlotModels;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.LabeledText.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the versions for the records of one slot, and holds the models of those it chose. For one task: not thread-safe.
 *
 * <p>Nearly every record has the versions of the one before. Its choice is therefore kept, with the span of event times for which it holds: such a
 * record costs a look at the plan and one comparison of its timestamp.
 */
final class SlotVersions {
  private final ModelSlot slot;
  private final SlotModels models;
  private final RolloutRules rules;
  private final PipelineStats stats;
  private final Patience patience;
  private final HeldVersions held;

  private @Nullable Plan plan;
  private @Nullable TimeSpan versions;
  /** The choice holds for event times from this one on that are no further away from it than {@link #span}, both being unsigned then. */
  private long from;
  private long span;
  private Certainty certainty = Certainty.CONFIRMED;
  private @Nullable CanaryKeys canaryKeys;
  private @Nullable Choice live;
  private @Nullable Choice canary;
  private @Nullable Choice shadow;
  private ShadowSearch shadowSearch = ShadowSearch.DUE;
  private Permanence permanence = Permanence.FINAL;

  /** Tells if the shadow version's model is to be asked for. */
  private enum ShadowSearch {
    DUE,
    DONE
  }

  /** A choice is final, or an earlier version stands in until the right one is ready. */
  private enum Permanence {
    FINAL,
    PROVISIONAL
  }

  SlotVersions(final ModelSlot slot, final Classification classification, final LabelEncoder encoder, final Patience patience) {
    this.slot = slot;
    this.models = slot.models();
    this.rules = slot.rules();
    this.stats = classification.stats();
    this.patience = patience;
    this.held = new HeldVersions(slot, classification.texts().endToken(), encoder, stats);
  }

  /**
   * The version that labels a record; waits, where it must, as long as the thread's patience allows.
   *
   * @throws UnclassifiableRecordException if no version ever will
   * @throws ModelPendingException if it takes longer
   */
  Choice choose(final long timestamp, final @Nullable Object key) {
    if (models.plan() == plan && Long.compareUnsigned(timestamp - from, span) <= 0) {
      final Choice kept = canaryKeys == null || !canaryKeys.contains(key) ? live : canary;
      if (kept != null) {
        return kept;
      }
    }
    return search(timestamp, key);
  }

  /** True if a shadow version is to score the record that was chosen for last. */
  boolean hasShadow() {
    return versions != null && versions.shadow().isPresent();
  }

  /** The shadow version for the record that was chosen for last; null where its model is not there at once. */
  @Nullable Choice shadow() {
    if (shadow == null && shadowSearch == ShadowSearch.DUE && versions != null) {
      shadowSearch = ShadowSearch.DONE;
      shadow = versions.shadow().flatMap(held::findOrHold).map(this::choice).orElse(null);
    }
    return shadow;
  }

  /** The time by which the versions count, in epoch milliseconds. */
  long now() {
    return rules.clock().millis();
  }

  /** To be called every now and then: lets go of versions that are not used any more, and makes the next record ask again for those that were not there. */
  void refresh() {
    final HeldVersions.Outcome outcome = held.releaseUnused(models.plan().timeline());
    if (outcome == HeldVersions.Outcome.SOME_RELEASED || permanence == Permanence.PROVISIONAL) {
      forget();
    }
    shadowSearch = ShadowSearch.DUE;
  }

  /** Lets go of all versions. */
  void release() {
    forget();
    held.releaseAll();
  }

  private void forget() {
    plan = null;
    versions = null;
    canaryKeys = null;
    live = null;
    canary = null;
    shadow = null;
    shadowSearch = ShadowSearch.DUE;
    permanence = Permanence.FINAL;
  }

  private Choice search(final long timestamp, final @Nullable Object key) {
    final Wait wait = new Wait();
    try {
      while (true) {
        final Plan now = models.plan();
        final Optional<String> obstacle = bind(now, timestamp);
        if (obstacle.isPresent()) {
          wait.forChange(now, obstacle.get());
          continue;
        }
        final Optional<Choice> choice = claim(now, timestamp, key, wait);
        if (choice.isPresent()) {
          return choice.get();
        }
      }
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ModelPendingException("slot " + slot.name() + ": interrupted while a record waited for its version", interrupted);
    } finally {
      wait.count();
    }
  }

  /** Takes the time span of a plan around an event time as the current one; returns the obstacle, if there is one. */
  private Optional<String> bind(final Plan now, final long timestamp) {
    if (plan == now && Long.compareUnsigned(timestamp - from, span) <= 0) {
      return Optional.empty();
    }
    final long horizon = now.confirmedUntil();
    final boolean confirmed = timestamp < horizon || horizon == Long.MAX_VALUE;
    if (!confirmed && rules.uncertain() == UncertainPolicy.WAIT) {
      refuseFuture(timestamp);
      return Optional.of("the record is of " + time(timestamp) + ", announcements are known to count until " + time(horizon) + " only");
    }
    if (now.timeline().settlement() == Timeline.Settlement.OPEN) {
      return Optional.of("no version that could label records has been announced and proved");
    }
    final TimeSpan found = now.timeline().at(timestamp);
    if (found.live().isEmpty() && timestamp >= now.undecidedFrom()) {
      return Optional.of("the first version was announced and is not proved yet");
    }
    forget();
    plan = now;
    versions = found;
    from = confirmed ? found.from() : Math.max(found.from(), horizon);
    final long certain = confirmed && horizon != Long.MAX_VALUE ? Math.min(found.last(), horizon - 1) : found.last();
    span = (found.live().isEmpty() ? Math.min(certain, now.undecidedFrom() - 1) : certain) - from;
    certainty = confirmed ? Certainty.CONFIRMED : Certainty.UNCONFIRMED;
    canaryKeys = found.canary().map(entry -> CanaryKeys.of((Traffic.Canary) entry.announcement().traffic())).orElse(null);
    return Optional.empty();
  }

  private void refuseFuture(final long timestamp) {
    final long now = now();
    final long most = rules.lead().length().toMillis() / 2;
    if (timestamp > now + most) {
      throw new UnclassifiableRecordException(DeadLetterReason.FUTURE_TIMESTAMP,
          "the timestamp is " + time(timestamp) + ", more than " + most + " ms after the clock, " + time(now));
    }
  }

  /** Holds the model that the current time span has for a key; empty if the plan has to be looked at again. */
  private Optional<Choice> claim(final Plan now, final long timestamp, final @Nullable Object key, final Wait wait) throws InterruptedException {
    final TimeSpan at = now.timeline().at(timestamp);
    final Kind kind = canaryKeys != null && canaryKeys.contains(key) ? Kind.CANARY : Kind.LIVE;
    final Entry entry = (kind == Kind.CANARY ? at.canary() : at.live()).orElseThrow(() -> new UnclassifiableRecordException(
        DeadLetterReason.OLDER_THAN_MODELS, "slot " + slot.name() + " has no version for records of " + time(timestamp)));
    final Optional<HeldVersion> ready = held.findOrHold(entry);
    if (ready.isPresent()) {
      return Optional.of(keep(kind, choice(ready.get())));
    }
    final Optional<HeldVersion> standIn = rules.uncertain() == UncertainPolicy.PROCEED ? standIn(now.timeline(), at, kind) : Optional.empty();
    if (standIn.isPresent()) {
      permanence = Permanence.PROVISIONAL;
      return Optional.of(keep(kind, standIn.get().choice(Certainty.UNCONFIRMED)));
    }
    await(entry, wait);
    return Optional.empty();
  }

  /** Tells if the live or the canary version labels a record. */
  private enum Kind {
    LIVE,
    CANARY
  }

  private Choice keep(final Kind kind, final Choice choice) {
    switch (kind) {
      case LIVE -> live = choice;
      case CANARY -> canary = choice;
    }
    return choice;
  }

  private Choice choice(final HeldVersion version) {
    return version.choice(certainty);
  }

  /** The version that labelled before the one that is not ready: of those that are held any, of the others only the last, so that no old ones are opened. */
  private Optional<HeldVersion> standIn(final Timeline timeline, final TimeSpan at, final Kind kind) {
    TimeSpan before = at;
    Optional<Entry> entry = kind == Kind.CANARY ? at.live() : Optional.empty();
    boolean last = true;
    while (true) {
      if (entry.isPresent()) {
        final Optional<HeldVersion> version = last ? held.findOrHold(entry.get()) : held.find(entry.get());
        if (version.isPresent()) {
          return version;
        }
        last = false;
      }
      if (before.from() == Long.MIN_VALUE) {
        return Optional.empty();
      }
      before = timeline.at(before.from() - 1);
      entry = before.live();
    }
  }

  /** Waits until the model of an entry is open, and holds it. */
  private void await(final Entry entry, final Wait wait) throws InterruptedException {
    // The version may have to wait for the memory of models that are held here.
    release();
    switch (wait.forModel(entry)) {
      case Acquisition.Held(final Hold hold) -> held.add(entry, hold);
      case Acquisition.Pending _ -> { }
    }
  }

  private static String time(final long millis) {
    return millis == Long.MIN_VALUE ? "no time" : Instant.ofEpochMilli(millis).toString();
  }

  /** The wait of one record. */
  private final class Wait {
    private long nanos;

    void forChange(final Plan seen, final String obstacle) throws InterruptedException {
      final Duration remaining = remaining(obstacle);
      final long start = System.nanoTime();
      models.awaitChange(seen, remaining);
      took(System.nanoTime() - start);
    }

    Acquisition forModel(final Entry entry) throws InterruptedException {
      final Duration remaining = remaining("version " + entry.id().name() + " " + entry.id().version() + " is not ready");
      final long start = System.nanoTime();
      final Acquisition acquisition = models.acquire(entry, remaining);
      took(System.nanoTime() - start);
      return acquisition;
    }

    private void took(final long waited) {
      nanos += waited;
      patience.use(waited);
    }

    private Duration remaining(final String obstacle) {
      final Duration remaining = patience.remaining();
      if (remaining.isZero()) {
        throw new ModelPendingException(
            "slot " + slot.name() + ": " + obstacle + ", after " + patience.most().toMillis() + " ms of waiting since the last commit");
      }
      return remaining;
    }

    void count() {
      if (nanos > 0) {
        stats.countWait(nanos);
      }
    }
  }
}
