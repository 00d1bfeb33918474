package io.labelstream.faults;

import io.labelstream.faults.Instance.Variation;
import io.labelstream.fixture.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A fault: what strikes, what has to be seen before it ends, and what ends it. */
enum Fault {
  /** An instance is killed and started again. */
  KILL(Strikes.AN_INSTANCE, Until.AT_ONCE) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.kill();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.start(Variation.USUAL);
    }
  },
  /** An instance stops for longer than its session and its transaction live, and goes on as if nothing had happened. */
  FREEZE(Strikes.AN_INSTANCE, Until.TAKEN_OVER) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.freeze();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.thaw();
    }
  },
  BROKER_KILL(Strikes.ALL, Until.AT_ONCE) {
    @Override
    void strike(final Scene scene, final Instance nobody) throws Exception {
      scene.cluster().killBroker();
    }

    @Override
    void end(final Scene scene, final Instance nobody) throws Exception {
      scene.cluster().startBroker();
    }
  },
  /** Nothing arrives between an instance and the broker, and neither is told. */
  CUT(Strikes.AN_INSTANCE, Until.TAKEN_OVER) {
    @Override
    void strike(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.SILENT);
    }

    @Override
    void end(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.OPEN);
    }
  },
  /** Nothing of the control topic arrives at an instance, while texts and labels do. It must not label by what it knows for longer than its lease. */
  CONTROL_CUT(Strikes.AN_INSTANCE, Until.EFFECTIVE) {
    @Override
    void strike(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.SILENT, Fault::readsControl);
    }

    @Override
    void end(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.OPEN);
    }
  },
  /** Somebody objects to a version when it is too late for that, though before it is effective, while an instance cannot read it. */
  LATE_VETO(Strikes.AN_INSTANCE, Until.EFFECTIVE) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      final Announcements.Sound proved = scene.awaitTooLateForAVeto();
      victim.place().network().become(Link.State.SILENT, Fault::readsControl);
      scene.announcements().veto(proved);
    }

    @Override
    void end(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.OPEN);
    }
  },
  SLOW_LINK(Strikes.AN_INSTANCE, Until.MORE_TEXTS) {
    @Override
    void strike(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.SLOW);
    }

    @Override
    void end(final Scene scene, final Instance victim) {
      victim.place().network().become(Link.State.OPEN);
    }
  },
  /** The registry is away, while texts come with a schema that no instance has seen. */
  REGISTRY_AWAY(Strikes.ALL, Until.MORE_TEXTS) {
    @Override
    void strike(final Scene scene, final Instance nobody) throws Exception {
      final Runnable use = scene.texts().newSchema();
      scene.cluster().registryLink().become(Link.State.REFUSING);
      use.run();
    }

    @Override
    void end(final Scene scene, final Instance nobody) {
      scene.cluster().registryLink().become(Link.State.OPEN);
    }
  },
  STAGING_FULL(Strikes.AN_ISOLATED_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      Isolation.fill(victim.pid(), victim.place().staging());
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      Isolation.clear(victim.pid(), victim.place().staging());
    }
  },
  /** The files of models are away, for one instance alone. */
  LOCATION_AWAY(Strikes.AN_ISOLATED_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      Isolation.hide(victim.pid(), scene.cluster().modelFolder());
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      Isolation.show(victim.pid(), scene.cluster().modelFolder());
    }
  },
  /** A clock is ahead by a fifth of the lead; up to a quarter is allowed. */
  CLOCK_AHEAD(Strikes.AN_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.restart(ShiftedClock.by(share(0.2)));
      victim.awaitReady();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.restart(Variation.USUAL);
    }
  },
  CLOCK_BEHIND(Strikes.AN_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.restart(ShiftedClock.by(share(-0.2)));
      victim.awaitReady();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.restart(Variation.USUAL);
    }
  },
  /** A clock is ahead by the whole lead, which is more than is allowed: versions are not promised, all else is. */
  CLOCK_FAR_AHEAD(Strikes.AN_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.restart(ShiftedClock.by(share(1)));
      victim.awaitReady();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.restart(Variation.USUAL);
    }
  },
  /** A clock is behind by the whole lead: its instance takes texts of the present for texts of the future, which are dead letters. */
  CLOCK_FAR_BEHIND(Strikes.AN_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.restart(ShiftedClock.by(share(-1)));
      victim.awaitReady();
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      victim.restart(Variation.USUAL);
    }
  },
  /** An instance has less memory for models than the large one needs. */
  LESS_MEMORY(Strikes.AN_INSTANCE, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance victim) throws Exception {
      victim.restart(Variation.USUAL.with("labelstream.rollout.memory.bytes", Integer.toString(1 << 20)));
      scene.announcements().prefer(Announcements.Size.LARGE);
    }

    @Override
    void end(final Scene scene, final Instance victim) throws Exception {
      scene.announcements().prefer(Announcements.Size.ANY);
      victim.restart(Variation.USUAL);
    }
  },
  /** The instances are stopped and started again, one after the other. */
  ROLLING_RESTART(Strikes.ALL, Until.AT_ONCE) {
    @Override
    void strike(final Scene scene, final Instance nobody) throws Exception {
      for (final Instance instance : scene.cluster().instances()) {
        instance.roll();
      }
    }

    @Override
    void end(final Scene scene, final Instance nobody) {
      // The last one is ready.
    }
  },
  /** The control topic grows to a hundred thousand entries, and stays so. */
  LONG_CONTROL_TOPIC(Strikes.ALL_FOR_EVER, Until.DECIDED) {
    @Override
    void strike(final Scene scene, final Instance nobody) throws Exception {
      scene.announcements().fill(ENTRIES);
    }

    @Override
    void end(final Scene scene, final Instance nobody) {
      // Nothing is ever taken from the topic.
    }
  };

  private static final int ENTRIES = 100_000;

  private final Strikes strikes;
  private final Until until;

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

  Fault(final Strikes strikes, final Until until) {
    this.strikes = strikes;
    this.until = until;
  }

  abstract void strike(Scene scene, Instance victim) throws Exception;

  abstract void end(Scene scene, Instance victim) throws Exception;

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
