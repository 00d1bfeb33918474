package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;

/** Withdraws a version. */
public final class Withdrawal {
  private Withdrawal() {}

  /**
   * Announces that a version serves nothing from now on.
   *
   * @param note a remark for people
   * @throws FleetException if there is no such version
   */
  public static void withdraw(final ControlSession session, final VersionChoice choice, final String note)
      throws IOException, FleetException, InterruptedException {
    session.tellDoubts();
    final Entry latest = choice.find(session.log().expected(choice.slot()));
    final Announced announced = session.announce(draft(latest.announcement(), new Traffic.Withdrawn(), note));
    session.tell(new FleetEvent.Done(announced));
    final TimeSpan then = session.log().expected(choice.slot()).at(announced.effectiveFrom().orElse(Long.MAX_VALUE));
    session.tell(new FleetEvent.Successor(then.live(), then.canary(), BaseVersion.of(session.fleet(), choice.slot()).stream().findFirst()));
  }

  /** A draft that announces the version of an announcement again, for another traffic, as soon as the lead allows. */
  static Announcement draft(final Announcement before, final Traffic traffic, final String note) throws FleetException {
    try {
      return new Announcement(before.slot(), 1, before.model(), before.version(), before.family(), before.artifact(), before.samples(),
          traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD, note, "");
    } catch (final IllegalArgumentException outOfRange) {
      throw new FleetException(FleetException.Reason.INVALID, String.valueOf(outOfRange.getMessage()), outOfRange);
    }
  }
}
