package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Rejections;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.rollout.Preparedness.Readiness;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.StopSignal;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stages a version, waits until every live instance is ready, announces what it is to do, and waits until that counts; or withdraws it. */
final class StagedRollout {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration STOPPING = Duration.ofSeconds(20);

  private final ControlSession session;
  private final AnnouncedText text;
  private final Lines lines;
  private final Map<String, Readiness> shown = new HashMap<>();

  StagedRollout(final ControlSession session, final AnnouncedText text, final Lines lines) {
    this.session = session;
    this.text = text;
    this.lines = lines;
  }

  /** How a wait ended. */
  private sealed interface Outcome {
    /** Every live instance is ready. */
    record Prepared(int instances) implements Outcome {}

    /** It is not going to be; the line says why. */
    record Hopeless(String why) implements Outcome {}
  }

  /** @throws CliException if no live instance has the slot, so that there is nobody to wait for */
  static void requireInstances(final ControlSession session, final String slot) throws InterruptedException {
    if (Instances.live(session.fleet(), slot, Instant.now()).isEmpty()) {
      throw new CliException(ExitCode.ROLLOUT_WITHDRAWN, "nothing is announced, since no live instance has the slot " + slot
          + "; start one, check --slot and --status-topic, or leave --wait out");
    }
  }

  /**
   * Does all of it.
   *
   * @param wanted what to announce in the end, at a moment
   * @param limit how long to wait for the instances
   * @throws CliException if the version had to be withdrawn, or its announcement is void
   */
  void run(final Function<Instant, Announcement> wanted, final Duration limit) throws IOException, InterruptedException {
    final Announcement draft = wanted.apply(Instant.now());
    final long deadline = System.nanoTime() + limit.toNanos();
    final Optional<Entry> before = Optional.ofNullable(LatestTraffic.of(session.log().expected(draft.slot())).get(draft.id()));
    // From before anything is announced on: what a signal interrupts is withdrawn.
    try (StopSignal stop = StopSignal.install(STOPPING, StopSignal.Ending.OF_THE_SIGNAL)) {
      final Announced staged = session.announce(with(draft, new Traffic.Staged()));
      lines.line("staged: " + AnnouncedText.version(draft) + ", slot " + draft.slot() + ", control record " + staged.announcement().key()
          + " at offset " + staged.offset() + "; waiting for the instances, at most " + Times.inWords(limit));
      switch (await(staged, deadline, limit, stop)) {
        case Outcome.Prepared(final int instances) -> {
          lines.line(instances == 1 ? "the instance is ready" : "all " + instances + " instances are ready");
          if (!(draft.traffic() instanceof Traffic.Staged)) {
            final Announced announced = announce(wanted, draft, before);
            tell(decided(announced, deadline, stop), draft, before);
          }
        }
        case Outcome.Hopeless(final String why) -> throw givenUp(draft, before, why);
      }
    }
  }

  private Announced announce(final Function<Instant, Announcement> wanted, final Announcement draft, final Optional<Entry> before)
      throws IOException, InterruptedException {
    final Announced announced;
    try {
      final Announcement announcement = wanted.apply(Instant.now());
      // An effective time that was far enough when it was asked for may be too near by now.
      Preflight.check(announcement, session, Instant.now());
      announced = session.announce(announcement);
    } catch (final CliException refused) {
      if (refused.exitCode() == ExitCode.ANNOUNCEMENT_REFUSED) {
        throw givenUp(draft, before, refused.getMessage());
      }
      throw refused;
    }
    lines.print(text.announced(announced, Instant.now()));
    return announced;
  }

  /** The announcement as it is once an instance has proved it or objected, or when waiting is over. */
  private Entry decided(final Announced announced, final long deadline, final StopSignal stop) throws InterruptedException {
    while (true) {
      session.catchUp();
      final Entry entry = session.log().entry(announced.announcement().slot(), announced.offset()).orElseThrow();
      if (!(entry.decision() instanceof Decision.Pending) || System.nanoTime() - deadline > 0 || stop.await(TICK) == StopSignal.Outcome.SIGNALLED) {
        return entry;
      }
    }
  }

  private void tell(final Entry entry, final Announcement draft, final Optional<Entry> before) throws IOException, InterruptedException {
    switch (entry.decision()) {
      case Decision.Unconditional _ -> { }
      case final Decision.Proved proof ->
          lines.line("proved by " + proof.instance() + ", effective from " + AnnouncedText.effective(entry.effectiveFrom(), Instant.now()));
      case Decision.Vetoed(final String instance, final long _, final Verdict.Veto veto, final Optional<Decision.Proved> _) ->
          throw givenUp(draft, before, "instance " + instance + " objects to it: " + Rejections.inWords(veto.code(), veto.detail()));
      case Decision.Cancelled(final long offset) -> throw new CliException(ExitCode.ROLLOUT_WITHDRAWN,
          "withdrawn: the control record at offset " + offset + " has withdrawn the version before any instance had proved the announcement");
      case Decision.Pending _ -> throw givenUp(draft, before, "no instance has proved the announcement at offset " + entry.offset() + " in time"
          + (before.isPresent() ? ", and it counts once one does" : "; --wait-timeout gives more"));
    }
  }

  private Outcome await(final Announced staged, final long deadline, final Duration limit, final StopSignal stop)
      throws IOException, InterruptedException {
    final Announcement announcement = staged.announcement();
    while (true) {
      final Map<String, Readiness> readiness =
          Preparedness.of(session.fleet(), announcement.slot(), announcement.id(), staged.offset(), Instant.now());
      show(readiness);
      final Optional<String> rejection = readiness.entrySet().stream()
          .filter(each -> each.getValue() instanceof Readiness.Rejected)
          .map(each -> rejection(each.getKey(), (Readiness.Rejected) each.getValue()))
          .findFirst();
      if (rejection.isPresent()) {
        return new Outcome.Hopeless(rejection.get());
      }
      if (readiness.isEmpty()) {
        return new Outcome.Hopeless("no instance with the slot lives any more");
      }
      if (readiness.values().stream().allMatch(Readiness.Ready.class::isInstance)) {
        return new Outcome.Prepared(readiness.size());
      }
      if (System.nanoTime() - deadline > 0) {
        return new Outcome.Hopeless(Times.inWords(limit) + " were not enough for " + pending(readiness) + "; --wait-timeout gives more");
      }
      if (stop.await(TICK) == StopSignal.Outcome.SIGNALLED) {
        return new Outcome.Hopeless("stopped before all instances were ready");
      }
    }
  }

  private static String rejection(final String instance, final Readiness.Rejected rejected) {
    return "instance " + instance + " rejects it: " + Rejections.inWords(rejected.code(), rejected.detail());
  }

  private static String pending(final Map<String, Readiness> readiness) {
    final List<String> names = new ArrayList<>();
    readiness.forEach((instance, each) -> {
      if (each instanceof Readiness.Pending(final String state)) {
        names.add(instance + " (" + state + ")");
      }
    });
    return names.stream().collect(Collectors.joining(", "));
  }

  /** One line for each instance that has come further, or is gone. */
  private void show(final Map<String, Readiness> readiness) throws IOException {
    for (final Map.Entry<String, Readiness> each : readiness.entrySet()) {
      if (!each.getValue().equals(shown.put(each.getKey(), each.getValue()))) {
        lines.line("  " + each.getKey() + "  " + switch (each.getValue()) {
          case Readiness.Ready(final Duration preparation) -> preparation.isZero() ? "ready" : "ready, prepared in " + Times.step(preparation);
          case Readiness.Pending(final String state) -> state;
          case Readiness.Rejected(final String code, final String _) -> "rejected: " + code;
        });
      }
    }
    for (final String instance : new TreeSet<>(shown.keySet())) {
      if (!readiness.containsKey(instance)) {
        shown.remove(instance);
        lines.line("  " + instance + "  gone");
      }
    }
  }

  /** Withdraws the version, unless that would end what it has been doing since before. */
  private CliException givenUp(final Announcement draft, final Optional<Entry> before, final String why) throws IOException, InterruptedException {
    if (before.isPresent()) {
      return new CliException(ExitCode.ROLLOUT_WITHDRAWN, "given up: " + why + ". Nothing was withdrawn, since " + AnnouncedText.version(draft)
          + " was " + Traffics.inWords(before.get().announcement().traffic()) + " before, and stays so");
    }
    final Announced withdrawn = session.announce(with(draft, new Traffic.Withdrawn()));
    lines.line(AnnouncedText.headline(withdrawn.announcement()) + ", control record " + withdrawn.announcement().key());
    return new CliException(ExitCode.ROLLOUT_WITHDRAWN, "withdrawn: " + why);
  }

  private static Announcement with(final Announcement draft, final Traffic traffic) {
    return new Announcement(draft.slot(), draft.sequence(), draft.model(), draft.version(), draft.family(), draft.artifact(), draft.samples(),
        traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD, draft.note(), draft.cluster());
  }
}
