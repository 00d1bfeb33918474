package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lead that announcements are made with.
 *
 * @param value the lead
 * @param doubt why it may not be that of the instances
 */
public record FleetLead(Duration value, Optional<Doubt> doubt) {
  /** The lead of an instance without one in its configuration. */
  private static final Duration USUAL = Duration.ofSeconds(30);

  /** A reason why a lead may not be that of the instances. */
  public sealed interface Doubt {
    /**
     * The instances have different leads.
     *
     * @param leads their leads by instance
     * @param used the one that is used here
     */
    record Differing(SortedMap<String, Duration> leads, Duration used) implements Doubt {
      public Differing {
        leads = Collections.unmodifiableSortedMap(new TreeMap<>(leads));
      }
    }

    /** The lead that is given is not that of the instances. */
    record Contradicted(Duration given, Duration told) implements Doubt {}

    /** No live instance tells its lead, and none is given. */
    record Untold(Duration assumed) implements Doubt {}
  }

  /** The same as a {@link Lead}. */
  Lead lead() {
    return Lead.of(value);
  }

  /** The lead that is given, else the one that the live instances tell; the longest where they differ, since it suits all of them. */
  public static FleetLead of(final Optional<Duration> given, final Fleet fleet, final Instant now) {
    final SortedMap<String, Duration> leads = new TreeMap<>();
    Instances.live(fleet, now).forEach(instance -> leads.put(instance.instance(), instance.lead()));
    final List<Duration> told = leads.values().stream().distinct().sorted().toList();
    if (told.size() > 1) {
      final Duration used = given.orElse(told.getLast());
      return new FleetLead(used, Optional.of(new Doubt.Differing(leads, used)));
    }
    if (given.isPresent()) {
      return new FleetLead(given.get(), told.stream().findFirst().filter(other -> !other.equals(given.get()))
          .map(other -> new Doubt.Contradicted(given.get(), other)));
    }
    return told.isEmpty()
        ? new FleetLead(USUAL, Optional.of(new Doubt.Untold(USUAL)))
        : new FleetLead(told.getFirst(), Optional.empty());
  }
}
