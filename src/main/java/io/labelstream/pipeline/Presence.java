package io.labelstream.pipeline;

import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.RolloutKeys;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.FleetView;
import io.labelstream.rollout.kafka.FleetWatch;
import io.labelstream.rollout.kafka.SharedConfig;
import io.labelstream.rollout.kafka.StatusPublisher;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An instance among the others of its application: its name, which is its own, what of its configuration they must have too, and its view of them.
 * Thread-safe.
 */
final class Presence implements AutoCloseable {
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(3);

  private final StatusPublisher.Settings naming;
  private final AtomicReference<SharedConfig> config;
  private final FleetWatch watch;

  private Presence(final StatusPublisher.Settings naming, final AtomicReference<SharedConfig> config, final FleetWatch watch) {
    this.naming = naming;
    this.config = config;
    this.watch = watch;
  }

  /**
   * Checks that the name is free, and begins to watch the others. To be called before anything is written under the name: the keys on the status topic are
   * those of the process that has it.
   *
   * @param patience the longest wait; what is not known by then does not stop the start
   * @throws StartupException if another live process has the name
   */
  static Presence claim(
      final PipelineConfig config,
      final RolloutConfig settings,
      final Map<String, Object> properties,
      final Trust trust,
      final String instance,
      final Duration patience)
      throws StartupException, InterruptedException {
    final Duration lead = settings.settings().lead().length();
    final StatusPublisher.Settings naming = new StatusPublisher.Settings(
        settings.statusTopic(), instance, InstanceId.token(), config.applicationId(), lead, STATUS_PATIENCE);
    final AtomicReference<SharedConfig> shared = new AtomicReference<>(SharedConfig.of(
        settings.controlTopic(), settings.artifactTopic(), lead, config.slots().stream().map(SlotConfig::name).toList(), trust.keyDigests(),
        settings.locations()));
    final FleetWatch watch = FleetWatch.start(naming, properties, shared::get, InstantSource.system());
    try {
      if (watch.claimName(patience) instanceof FleetWatch.NameClaim.Free) {
        return new Presence(naming, shared, watch);
      }
    } catch (final InterruptedException interrupted) {
      watch.close();
      throw interrupted;
    }
    watch.close();
    throw new StartupException(StartupFailure.DUPLICATE_INSTANCE, "another process, of this application or of another one, lives under the name '"
        + instance + "', by its signs of life on topic " + settings.statusTopic() + ": stop it, or give each instance a " + RolloutKeys.INSTANCE_ID_CONFIG
        + " of its own; one without it makes up a name");
  }

  /** Who writes to the status topic, and where. */
  StatusPublisher.Settings naming() {
    return naming;
  }

  /** The configuration that the others must have too, as far as it is known. */
  SharedConfig config() {
    return config.get();
  }

  /** Completes {@link #config()} when the models of the configuration are open. */
  void tellBaseModels(final Map<String, Optional<Entry>> bases) {
    config.updateAndGet(known -> known.withBaseModels(bases));
  }

  /** The view of the others. */
  FleetView fleet() {
    return watch.view();
  }

  /** Ends watching. */
  @Override
  public void close() {
    watch.close();
  }
}
