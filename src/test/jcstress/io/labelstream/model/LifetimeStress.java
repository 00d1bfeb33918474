package io.labelstream.model;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** No session ever uses memory that is free, whatever the threads do when. */
public final class LifetimeStress {
  private LifetimeStress() {}

  /** A session, and one thread that closes. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "classified first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "used after it was freed, or not freed once")
  @State
  public static class SessionAndClose {
    private final LifetimeRace race = new LifetimeRace();

    @Actor
    public void session(final II_Result result) {
      result.r1 = race.classify();
    }

    @Actor
    public void close(final II_Result result) {
      result.r2 = race.close();
    }
  }

  /** A session that is made meanwhile, one that was there, and one thread that closes. */
  @JCStressTest
  @Outcome(id = {"0, 0, 1", "0, 1, 1", "1, 0, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "each classified or was refused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "used after it was freed, or not freed once")
  @State
  public static class NewSessionAndClose {
    private final LifetimeRace race = new LifetimeRace();

    @Actor
    public void session(final III_Result result) {
      result.r1 = race.classify();
    }

    @Actor
    public void newSession(final III_Result result) {
      result.r2 = race.classifyInNewSession();
    }

    @Actor
    public void close(final III_Result result) {
      result.r3 = race.close();
    }
  }

  /** A session, and two threads that close. */
  @JCStressTest
  @Outcome(id = {"0, 1, 1", "1, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "freed once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "used after it was freed, or not freed once")
  @State
  public static class SessionAndTwoCloses {
    private final LifetimeRace race = new LifetimeRace();

    @Actor
    public void session(final III_Result result) {
      result.r1 = race.classify();
    }

    @Actor
    public void close(final III_Result result) {
      result.r2 = race.close();
    }

    @Actor
    public void closeToo(final III_Result result) {
      result.r3 = race.close();
    }
  }
}
