package io.labelstream.faults;

import io.labelstream.faults.Instance.Variation;
import io.labelstream.fixture.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A fault: what strikes, what has to be seen before it ends, and what ends it. */
enum Fault {
  /** An instance is killed and started again. */
  KILL(Strikes.AN_INSTANCE, Until.AT_ONCE, (_, victim) -> victim.kill(), (_, victim) -> victim.start(Variation.USUAL)),
  /** An instance stops for longer than its session and its transaction live, and goes on as if nothing had happened. */
  FREEZE(Strikes.AN_INSTANCE, Until.TAKEN_OVER, (_, victim) -> victim.freeze(), (_, victim) -> victim.thaw()),
  BROKER_KILL(Strikes.ALL, Until.AT_ONCE, (scene, _) -> scene.cluster().killBroker(), (scene, _) -> scene.cluster().startBroker()),
  /** Nothing arrives between an instance and the broker, and neither is told. */
  CUT(Strikes.AN_INSTANCE, Until.TAKEN_OVER, (_, victim) -> victim.place().network().become(Link.State.SILENT), Fault::openNetwork),
  /** Nothing of the control topic arrives at an instance, while texts and labels do. It must not label by what it knows for longer than its lease. */
  CONTROL_CUT(Strikes.AN_INSTANCE, Until.EFFECTIVE, (_, victim) -> cutFromControl(victim), Fault::openNetwork),
  /** Somebody objects to a version when it is too late for that, though before it is effective, while an instance cannot read it. */
  LATE_VETO(Strikes.AN_INSTANCE, Until.EFFECTIVE, (scene, victim) -> {
    final Announcements.Sound proved = scene.awaitTooLateForAVeto();
    cutFromControl(victim);
    scene.announcements().veto(proved);
  }, Fault::openNetwork),
  SLOW_LINK(Strikes.AN_INSTANCE, Until.MORE_TEXTS, (_, victim) -> victim.place().network().become(Link.State.SLOW), Fault::openNetwork),
  /** The registry is away, while texts come with a schema that no instance has seen. */
  REGISTRY_AWAY(Strikes.ALL, Until.MORE_TEXTS, (scene, _) -> {
    final Runnable use = scene.texts().newSchema();
    scene.cluster().registryLink().become(Link.State.REFUSING);
    use.run();
  }, (scene, _) -> scene.cluster().registryLink().become(Link.State.OPEN)),
  STAGING_FULL(Strikes.AN_ISOLATED_INSTANCE, Until.DECIDED,
      (_, victim) -> Isolation.fill(victim.pid(), victim.place().staging()),
      (_, victim) -> Isolation.clear(victim.pid(), victim.place().staging())),
  /** The files of models are away, for one instance alone. */
  LOCATION_AWAY(Strikes.AN_ISOLATED_INSTANCE, Until.DECIDED,
      (scene, victim) -> Isolation.hide(victim.pid(), scene.cluster().modelFolder()),
      (scene, victim) -> Isolation.show(victim.pid(), scene.cluster().modelFolder())),
  /** A clock is ahead by a fifth of the lead; up to a quarter is allowed. */
  CLOCK_AHEAD(Strikes.AN_INSTANCE, Until.DECIDED, clockOffBy(0.2), Fault::restart),
  CLOCK_BEHIND(Strikes.AN_INSTANCE, Until.DECIDED, clockOffBy(-0.2), Fault::restart),
  /** A clock is ahead by the whole lead, which is more than is allowed: versions are not promised, all else is. */
  CLOCK_FAR_AHEAD(Strikes.AN_INSTANCE, Until.DECIDED, clockOffBy(1), Fault::restart),
  /** A clock is behind by the whole lead: its instance takes texts of the present for texts of the future, which are dead letters. */
  CLOCK_FAR_BEHIND(Strikes.AN_INSTANCE, Until.DECIDED, clockOffBy(-1), Fault::restart),
  /** An instance has less memory for models than the large one needs. */
  LESS_MEMORY(Strikes.AN_INSTANCE, Until.DECIDED, (scene, victim) -> {
    victim.restart(Variation.USUAL.with("labelstream.rollout.memory.bytes", Integer.toString(1 << 20)));
    scene.announcements().prefer(Announcements.Size.LARGE);
  }, (scene, victim) -> {
    scene.announcements().prefer(Announcements.Size.ANY);
    restart(scene, victim);
  }),
  /** The instances are stopped and started again, one after the other. */
  ROLLING_RESTART(Strikes.ALL, Until.AT_ONCE, (scene, _) -> {
    for (final Instance instance : scene.cluster().instances()) {
      instance.roll();
    }
  }, Fault::leave),
  /** The control topic grows to a hundred thousand entries, and stays so. */
  LONG_CONTROL_TOPIC(Strikes.ALL_FOR_EVER, Until.DECIDED, (scene, _) -> scene.announcements().fill(100_000), Fault::leave);

  private final Strikes strikes;
  private final Until until;
  private final Act strike;
  private final Act end;

  /** Begins or ends a fault. */
  private interface Act {
    /** @param victim nobody in particular where a fault strikes all */
    void on(Scene scene, Instance victim) throws Exception;
  }

  /** Whom it strikes. */
  enum Strikes {
    AN_INSTANCE,
    /** It needs {@link Isolation}. */
    AN_ISOLATED_INSTANCE,
    ALL,
    /** Once is enough. */
    ALL_FOR_EVER
  }

  /** The event after which it ends. */
  enum Until {
    AT_ONCE,
    /** Others have committed results for all texts that there were when it struck, so that they have the work of the victim. */
    TAKEN_OVER,
    /** Some hundred more texts are there. */
    MORE_TEXTS,
    /** An announcement that was made since is effective, or void. */
    DECIDED,
    /** An announcement that was made since is effective, and some hundred texts have come since then. */
    EFFECTIVE
  }

  /** The reach of a fault. */
  record Scene(Cluster cluster, Texts texts, Announcements announcements, ControlTail control) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Waits until a veto against a version that is about to be effective would come too late. */
    private Announcements.Sound awaitTooLateForAVeto() {
      return Deadline.within(PATIENCE, "a version that is about to be effective", () -> {
        final Oracle oracle = control.current();
        final long now = System.currentTimeMillis();
        return announcements.sound().stream().filter(one -> oracle.isTooLateForAVeto(one.slot(), one.offset(), now)).findFirst();
      }, Optional::isPresent).orElseThrow();
    }
  }

  Fault(final Strikes strikes, final Until until, final Act strike, final Act end) {
    this.strikes = strikes;
    this.until = until;
    this.strike = strike;
    this.end = end;
  }

  void strike(final Scene scene, final Instance victim) throws Exception {
    strike.on(scene, victim);
  }

  void end(final Scene scene, final Instance victim) throws Exception {
    end.on(scene, victim);
  }

  private static void cutFromControl(final Instance victim) {
    victim.place().network().become(Link.State.SILENT, Fault::readsControl);
  }

  private static void openNetwork(final Scene scene, final Instance victim) {
    victim.place().network().become(Link.State.OPEN);
  }

  private static Act clockOffBy(final double shareOfLead) {
    return (_, victim) -> {
      victim.restart(ShiftedClock.by(share(shareOfLead)));
      victim.awaitReady();
    };
  }

  private static void restart(final Scene scene, final Instance victim) throws Exception {
    victim.restart(Variation.USUAL);
  }

  private static void leave(final Scene scene, final Instance victim) {
    // It has passed by itself, or stays for good.
  }

  Strikes strikes() {
    return strikes;
  }

  Until until() {
    return until;
  }

  /** Whether a version may be another than the control topic gives, as with a clock that is further off than is allowed. */
  boolean breaksTheAssumption() {
    return this == CLOCK_FAR_AHEAD || this == CLOCK_FAR_BEHIND;
  }

  /** Whether every instance can be stopped and started while it lasts. */
  boolean letsAllStart() {
    return switch (this) {
      case CUT, CONTROL_CUT, LATE_VETO, REGISTRY_AWAY, STAGING_FULL, LOCATION_AWAY -> false;
      default -> true;
    };
  }

  /** Whether an instance is started in it, which may fail, and is then started once more. */
  boolean startsInstances() {
    return switch (this) {
      case KILL, CLOCK_AHEAD, CLOCK_BEHIND, CLOCK_FAR_AHEAD, CLOCK_FAR_BEHIND, LESS_MEMORY, ROLLING_RESTART -> true;
      default -> false;
    };
  }

  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean readsControl(final String client) {
    return client.equals(Cluster.APPLICATION + "-control");
  }

  private static Duration share(final double ofLead) {
    return Duration.ofMillis((long) (Cluster.LEAD.length().toMillis() * ofLead));
  }
}
