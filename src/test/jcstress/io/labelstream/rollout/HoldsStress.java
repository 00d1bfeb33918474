package io.labelstream.rollout;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** No task ever holds a model that is closed, and none stays open because nobody has told that it is free. */
public final class HoldsStress {
  private HoldsStress() {}

  /** A task and the engine. */
  @JCStressTest
  @Outcome(id = "0, 3, 3", expect = Expect.ACCEPTABLE, desc = "closed before the task came")
  @Outcome(id = "1, 3, 3", expect = Expect.ACCEPTABLE, desc = "closed after the task had left")
  @Outcome(id = "1, 4, 4", expect = Expect.ACCEPTABLE, desc = "held, and told")
  @Outcome(expect = Expect.FORBIDDEN, desc = "held after it was closed, or forgotten")
  @State
  public static class TaskAndEngine {
    private final HoldsRace race = new HoldsRace();

    @Actor
    public void task(final III_Result result) {
      result.r1 = race.hold();
    }

    @Actor
    public void engine(final III_Result result) {
      result.r2 = race.end();
    }

    @Arbiter
    public void last(final III_Result result) {
      result.r3 = race.last();
    }
  }

  /** Two tasks and the engine. */
  @JCStressTest
  @Outcome(id = {"0, 0, 3, 3", "0, 1, 3, 3", "1, 0, 3, 3", "1, 1, 3, 3"}, expect = Expect.ACCEPTABLE, desc = "closed when nobody held it")
  @Outcome(id = "1, 1, 4, 4", expect = Expect.ACCEPTABLE, desc = "held, and told")
  @Outcome(expect = Expect.FORBIDDEN, desc = "held after it was closed, or forgotten")
  @State
  public static class TasksAndEngine {
    private final HoldsRace race = new HoldsRace();

    @Actor
    public void task(final IIII_Result result) {
      result.r1 = race.hold();
    }

    @Actor
    public void otherTask(final IIII_Result result) {
      result.r2 = race.hold();
    }

    @Actor
    public void engine(final IIII_Result result) {
      result.r3 = race.end();
    }

    @Arbiter
    public void last(final IIII_Result result) {
      result.r4 = race.last();
    }
  }
}
