package io.labelstream.cli.rollout;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Instances, versions and announcements of the slot {@code language} for tests, of which only what matters to the test is said. */
public final class Fleets {
  public static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private Fleets() {}

  public static InstanceState instance(final String name, final long controlPosition, final Instant heartbeat) {
    return new InstanceState(name, "app", List.of("language"), "running", controlPosition, InstanceState.Currency.CAUGHT_UP, Duration.ofSeconds(30),
        Duration.ofSeconds(7), 1 << 20, heartbeat, heartbeat, "", SharedConfig.none(), List.of());
  }

  public static VersionState state(final String instance, final String version, final long offset, final String state, final String code) {
    return new VersionState(instance, "app", "language", "lid", version, digest(version), offset + 1, OptionalLong.of(offset), state, code,
        code.isEmpty() ? "" : "detail", 1 << 20, List.of(new VersionState.Step("fetched", Duration.ofMillis(2))), NOW);
  }

  public static VersionState base(final String instance, final String version, final String state) {
    return new VersionState(instance, "app", "language", "lid", version, digest(version), 0, OptionalLong.empty(), state, "", "", 1 << 20, List.of(), NOW);
  }

  public static VersionState refusal(final String instance, final long offset, final String code) {
    return new VersionState(instance, "app", "language", "", "", "", 0, OptionalLong.of(offset), "rejected", code, "detail", 0, List.of(),
        NOW.minusSeconds(20));
  }

  public static Announcement announcement(final String version, final Traffic traffic, final EffectiveFrom from, final Reach reach) {
    return new Announcement("language", 1, "lid", version, "fasttext", new ArtifactReference("file:///models/" + version, 1000, digest(version)),
        Optional.empty(), traffic, from, reach, "", "");
  }

  static Entry entry(final long offset, final String version, final Traffic traffic, final long from) {
    return new Entry(announcement(version, traffic, new EffectiveFrom.At(from), Reach.FORWARD), offset, from);
  }

  public static String digest(final String version) {
    return String.format("%064x", version.hashCode() & 0xFFFFFFFFL);
  }
}
