package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.ReadingLine;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.fleet.BaseVersion;
import io.labelstream.rollout.fleet.ConfigConflict;
import io.labelstream.rollout.fleet.FleetEvent;
import io.labelstream.rollout.fleet.FleetLead;
import io.labelstream.rollout.fleet.FleetListener;
import io.labelstream.rollout.fleet.TopicReading;
import java.util.List;

/** Prints warnings, and shows the progress of a long reading. */
record FleetLines(Lines lines) implements FleetListener {
  @Override
  public void on(final FleetEvent event) {
    switch (event) {
      case FleetEvent.ConfigDiffers(final List<ConfigConflict> conflicts) -> ConfigConflict.inWords(conflicts).forEach(lines::warn);
      case FleetEvent.LeadDoubted(final FleetLead.Doubt doubt) -> lines.warn(FleetWords.doubt(doubt));
      case FleetEvent.BasesDiffer(final String slot, final List<BaseVersion> bases) ->
          lines.warn("the instances have different base versions of slot " + slot + ": " + bases + "; configure them alike");
      case FleetEvent.StillToCome(final Entry entry) -> lines.warn(FleetWords.version(entry.announcement()) + " is still to be live from "
          + Times.utc(entry.effectiveFrom()) + " on; `withdraw` it if that is not meant any more");
      case FleetEvent.TakesOverFirst(final Entry entry) -> lines.warn(takesOverFirst(entry));
      default -> { }
    }
  }

  private static String takesOverFirst(final Entry entry) {
    final Announcement announcement = entry.announcement();
    return FleetWords.version(announcement) + " still takes over at " + Times.utc(entry.effectiveFrom()) + " and labels until the rollback counts; "
        + (entry.decision() instanceof Decision.Pending
            ? "as long as no instance has proved it, this stops it: labelstream withdraw --slot " + announcement.slot() + " --version " + announcement.version()
            : "an instance has proved it, so that nothing stops it before");
  }

  @Override
  public TopicReading reading() {
    return ReadingLine.of(Terminal.ofProcess(), lines.io().err());
  }
}
