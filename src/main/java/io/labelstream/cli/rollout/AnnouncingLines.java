package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.Lines;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.fleet.FleetEvent;
import io.labelstream.rollout.fleet.FleetListener;
import io.labelstream.rollout.fleet.Readiness;
import io.labelstream.rollout.fleet.RollbackPlan;
import io.labelstream.rollout.fleet.TopicReading;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Prints each step of a verb that announces. */
record AnnouncingLines(AnnouncedText text, Lines lines) implements FleetListener {
  @Override
  public void on(final FleetEvent event) throws IOException {
    switch (event) {
      case FleetEvent.ConfigDiffers _, FleetEvent.LeadDoubted _, FleetEvent.BasesDiffer _, FleetEvent.StillToCome _, FleetEvent.TakesOverFirst _ ->
          new FleetLines(lines).on(event);
      case FleetEvent.Staged(final Announced staged, final Duration limit) -> lines.line("staged: " + FleetWords.version(staged.announcement())
          + ", slot " + staged.announcement().slot() + ", control record " + staged.announcement().key() + " at offset " + staged.offset()
          + "; waiting for the instances, at most " + Times.inWords(limit));
      case FleetEvent.Advanced(final String instance, final Readiness readiness) ->
          lines.line("  " + instance + "  " + FleetWords.readiness(readiness));
      case FleetEvent.Gone(final String instance) -> lines.line("  " + instance + "  gone");
      case FleetEvent.Prepared(final int instances) ->
          lines.line(instances == 1 ? "the instance is ready" : "all " + instances + " instances are ready");
      case FleetEvent.Done(final Announced announced) -> lines.print(text.announced(announced, Instant.now()));
      case FleetEvent.Proved(final Entry entry, final String instance) ->
          lines.line("proved by " + instance + ", effective from " + FleetWords.effective(entry.effectiveFrom(), Instant.now()));
      case FleetEvent.Undone(final Announced withdrawal) ->
          lines.line(AnnouncedText.headline(withdrawal.announcement()) + ", control record " + withdrawal.announcement().key());
      case final FleetEvent.Audience audience -> lines.print(text.audience(audience));
      case FleetEvent.GoingBack(final RollbackPlan plan) -> lines.line(inWords(plan));
      case final FleetEvent.Successor successor -> lines.line("  " + inWords(successor));
    }
  }

  @Override
  public TopicReading reading() {
    return new FleetLines(lines).reading();
  }

  private static String inWords(final RollbackPlan plan) {
    final Announcement from = plan.from().announcement();
    return "slot " + from.slot() + " goes back from " + FleetWords.version(from) + " to " + switch (plan) {
      case final RollbackPlan.Again again -> FleetWords.version(again.target().announcement());
      case final RollbackPlan.ToBase toBase ->
          toBase.base() + ", the base version of the configuration, which labels where nothing announced is live";
    };
  }

  private static String inWords(final FleetEvent.Successor successor) {
    if (successor.live().isPresent()) {
      return "from then on " + FleetWords.version(successor.live().get().announcement()) + " labels all records of the slot"
          + successor.canary().map(canary -> ", but for " + FleetWords.traffic(canary.announcement().traffic()) + " of "
          + FleetWords.version(canary.announcement())).orElse("");
    }
    return successor.base()
        .map(base -> "from then on the base version of the configuration, " + base + ", labels the records of the slot")
        .orElse("from then on no announced version labels records of the slot: without a base version they become dead letters");
  }
}
