package io.labelstream.cli.rollout;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Times;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.FleetLead;
import io.labelstream.rollout.fleet.Lack;
import io.labelstream.rollout.fleet.Obstacle;
import io.labelstream.rollout.fleet.Readiness;
import io.labelstream.rollout.fleet.Rejections;
import io.labelstream.rollout.fleet.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** Facts about a fleet in a few words for people. */
public final class FleetWords {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_VERSION = 30;

  private FleetWords() {}

  static String version(final Announcement announcement) {
    return announcement.model() + " " + announcement.version();
  }

  /** A version with its digest, which is shown only once where the version is named after it. */
  static String digested(final VersionId id) {
    final String digest = CheckedModel.shortened(id.sha256());
    return DisplayText.fit(id.name(), LONGEST_NAME) + " " + DisplayText.fit(id.version(), LONGEST_VERSION)
        + (id.version().equals(digest) ? "" : " (" + digest + ")");
  }

  static String traffic(final Traffic traffic) {
    return switch (traffic) {
      case Traffic.Live _ -> "live";
      case Traffic.Canary(final int percent, final String _) -> "canary " + percent + " %";
      case Traffic.Shadow _ -> "shadow";
      case Traffic.Staged _ -> "staged";
      case Traffic.Withdrawn _ -> "withdrawn";
    };
  }

  /** An effective time with its distance. */
  static String effective(final long epochMillis, final Instant now) {
    return epochMillis == Long.MIN_VALUE ? Times.utc(epochMillis) : Times.utc(epochMillis) + ", " + Times.distance(epochMillis, now);
  }

  /** A role, with its time where it has one. */
  static String role(final Role role, final Instant now) {
    if (role.since().isEmpty()) {
      return part(role);
    }
    final long since = role.since().getAsLong();
    return part(role) + (since > now.toEpochMilli() ? " from " : " since ") + effective(since, now);
  }

  private static String part(final Role role) {
    final String part = role.traffic().map(FleetWords::traffic).orElseGet(() -> role.rank().name().toLowerCase(Locale.ROOT));
    return switch (role.basis()) {
      case ANNOUNCEMENT -> part;
      case PENDING -> part + ", pending";
      case CONFIGURATION -> part + " (configuration)";
      case SUPERSEDED -> "superseded before it was proved";
      case VOID -> "void";
    };
  }

  static String lack(final Lack lack) {
    return switch (lack) {
      case Lack.NoInstance(final var slot) -> "no instance lives" + slot.map(name -> " that has the slot " + name).orElse("");
      case Lack.Behind(final String instance) -> instance + " has not read all of the control topic";
      case Lack.NoVersion(final String instance, final String slot) -> instance + " has no version for slot " + slot;
      case Lack.NotReady(final String instance, final String slot, final var id, final var state) ->
          instance + " lacks " + id.name() + " " + id.version() + " for slot " + slot + ", which is " + state.orElse("not told of") + " there";
    };
  }

  static String doubt(final FleetLead.Doubt doubt) {
    return switch (doubt) {
      case FleetLead.Doubt.Differing(final var leads, final Duration used) -> "the instances have different leads ("
          + leads.entrySet().stream().map(each -> each.getKey() + " " + Times.inWords(each.getValue())).collect(Collectors.joining(", "))
          + "), so their effective times differ; set labelstream.rollout.lead.ms alike; " + Times.inWords(used) + " is used here";
      case FleetLead.Doubt.Contradicted(final Duration given, final Duration told) ->
          "--lead is " + Times.inWords(given) + ", but the instances have " + Times.inWords(told);
      case FleetLead.Doubt.Untold(final Duration assumed) ->
          "no live instance tells its lead, so " + Times.inWords(assumed) + " is assumed; --lead names another";
    };
  }

  static String readiness(final Readiness readiness) {
    return switch (readiness) {
      case Readiness.Unaware _ -> "has not read the announcement";
      case Readiness.Aware _ -> "has read the announcement";
      case Readiness.Preparing(final String state) -> state;
      case Readiness.Ready(final Duration preparation) -> preparation.isZero() ? "ready" : "ready, prepared in " + Times.step(preparation);
      case Readiness.Rejected(final String code, final String _) -> "rejected: " + code;
    };
  }

  /** The reason why a version is not rolled out. */
  public static String obstacle(final Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Rejected(final String instance, final String code, final String detail) ->
          "instance " + instance + " rejects it: " + Rejections.inWords(code, detail);
      case Obstacle.Deserted _ -> "no instance with the slot lives any more";
      case Obstacle.TimeOver(final Duration limit, final var waiting) -> Times.inWords(limit) + " were not enough for "
          + waiting.entrySet().stream().map(each -> each.getKey() + " (" + readiness(each.getValue()) + ")").collect(Collectors.joining(", "));
      case Obstacle.Cancelled _ -> "stopped before all instances were ready";
      case Obstacle.Refused(final FleetException refusal) -> refusal.getMessage();
      case Obstacle.Vetoed(final String instance, final Verdict.Veto veto) ->
          "instance " + instance + " objects to it: " + Rejections.inWords(veto.code(), veto.detail());
      case Obstacle.Unproved(final long offset) -> "no instance has proved the announcement at offset " + offset + " in time";
    };
  }
}
