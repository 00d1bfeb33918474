package io.labelstream.cli.rollout;

import io.labelstream.cli.output.Times;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lead that announcements are made with.
 *
 * @param value the lead
 * @param doubt a warning where the instances do not tell one and the same lead
 */
public record FleetLead(Duration value, Optional<String> doubt) {
  /** What an instance has that is not configured otherwise. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  /** The lead as instances have it. */
  Lead lead() {
    return Lead.of(value);
  }

  /** The lead that is given, else the one that the live instances tell; the longest where they differ, as it is right for all of them. */
  public static FleetLead of(final Optional<Duration> given, final Fleet fleet, final Instant now) {
    final List<InstanceState> live = Instances.live(fleet, now);
    final List<Duration> told = live.stream().map(InstanceState::lead).distinct().sorted().toList();
    if (told.size() > 1) {
      final String each = live.stream()
          .map(instance -> instance.instance() + " " + Times.inWords(instance.lead())).collect(Collectors.joining(", "));
      final Duration used = given.orElse(told.getLast());
      return new FleetLead(used, Optional.of("the instances have different leads (" + each + "), so their effective times differ; set "
          + "labelstream.rollout.lead.ms alike; " + Times.inWords(used) + " is used here"));
    }
    if (given.isPresent()) {
      final boolean other = !told.isEmpty() && !told.getFirst().equals(given.get());
      return new FleetLead(given.get(), other
          ? Optional.of("--lead is " + Times.inWords(given.get()) + ", but the instances have " + Times.inWords(told.getFirst()))
          : Optional.empty());
    }
    return told.isEmpty()
        ? new FleetLead(USUAL, Optional.of("no live instance tells its lead, so " + Times.inWords(USUAL) + " is assumed; --lead names another"))
        : new FleetLead(told.getFirst(), Optional.empty());
  }
}
