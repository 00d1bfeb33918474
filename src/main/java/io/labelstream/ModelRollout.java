package io.labelstream;

import io.labelstream.model.VersionId;
import io.labelstream.pipeline.LiveModels;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.RolloutKeys;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.kafka.KafkaVersion;
import io.labelstream.topology.Slot;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;

/**
 * Live models for a topology of your own: they are announced on the control topic, and take over at their effective time on all instances alike.
 *
 * {@snippet :
 * ModelRollout models = ModelRollout.open(settings);
 *
 * builder.stream("texts", Consumed.with(Serdes.String(), Serdes.ByteArray()))
 *     .processValues(ClassifyProcessor.supplier(models.slot("language"), PlainTextDecoder::new, JsonLabelEncoder::new))
 *     .to("labels", Produced.with(Serdes.String(), Serdes.ByteArray()));
 * }
 *
 * <p><b>Life.</b> {@link #open} returns when records can be labelled, so that streams that are started after it never wait for their first models.
 * {@link #close} is called after the streams are closed, and frees all models. One rollout serves all topologies of a process. Thread-safe.
 *
 * <p><b>Settings</b> are those of the pipeline, under the same keys: {@code labelstream.control.topic} is needed, {@code labelstream.slots} and
 * {@code labelstream.slot.…} name the slots, {@code labelstream.rollout.…} say how models are prepared, and {@code kafka.…} how to reach Kafka. Instances
 * with the same {@code labelstream.application.id} are one fleet. Keys about the pipeline's own input and output have no effect here.
 *
 * <p><b>Threads.</b> Reading the control topic, fetching and opening models have threads of their own, which are daemons.
 */
public final class ModelRollout implements AutoCloseable {
  private final PipelineConfig config;
  private final LiveModels models;
  private final AtomicReference<PipelineState> state;

  private ModelRollout(final PipelineConfig config, final LiveModels models, final AtomicReference<PipelineState> state) {
    this.config = config;
    this.models = models;
    this.state = state;
  }

  /**
   * Tells for a readiness probe whether records of the present can be labelled, and by which versions.
   *
   * @param obstacles the reasons why they cannot, a line each; empty: they can
   * @param live the versions that count for records of the present, by slot; a slot without one is left out
   */
  public record Status(List<String> obstacles, Map<String, VersionId> live) {
    public Status {
      obstacles = List.copyOf(obstacles);
      live = Map.copyOf(live);
    }
  }

  /**
   * Opens the models of the configuration, reads the announcements, and waits until each slot has a version and the versions that count now are open. The log
   * tells what it waits for. Interrupting the thread ends the wait.
   *
   * @throws StartupException if a setting is wrong, Kafka's libraries are too old, no broker answers within {@code labelstream.start.timeout.ms}, the topics
   *     are unfit, or a model of the configuration cannot be used; nothing is left open
   */
  public static ModelRollout open(final Map<String, String> settings) throws StartupException, InterruptedException {
    final Optional<String> tooOld = KafkaVersion.deviation();
    if (tooOld.isPresent()) {
      throw new StartupException(StartupFailure.CONFIGURATION, tooOld.get());
    }
    final PipelineConfig config = PipelineConfig.of(settings);
    final RolloutConfig rollout = config.rollout().orElseThrow(() -> new StartupException(StartupFailure.CONFIGURATION,
        RolloutKeys.CONTROL_TOPIC_CONFIG + " is not set: name the topic on which models are announced, or use Slot.open for one that never changes"));
    final AtomicReference<PipelineState> state = new AtomicReference<>(PipelineState.WAITING_FOR_CONTROL);
    final ModelRollout opened;
    try {
      opened = new ModelRollout(config, LiveModels.open(config, rollout, state::get), state);
    } catch (final KafkaException invalid) {
      throw new StartupException(StartupFailure.CONFIGURATION, "Kafka's clients do not take their settings: " + invalid.getMessage(), invalid);
    }
    try {
      opened.awaitReady();
      return opened;
    } catch (final StartupException | InterruptedException | RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  private void awaitReady() throws StartupException, InterruptedException {
    if (models.awaitReady(new CountDownLatch(1)) instanceof LiveModels.Waiting.Failed(final StartupFailure failure, final String message)) {
      throw new StartupException(failure, message);
    }
    state.set(PipelineState.RUNNING);
  }

  /**
   * A slot as configured, for {@link io.labelstream.topology.ClassifyProcessor}. Its models change by themselves.
   *
   * @throws IllegalArgumentException if {@code labelstream.slots} does not name it
   */
  public Slot slot(final String name) {
    return config.slots().stream().filter(slot -> slot.name().equals(name)).findFirst().map(models::slot)
        .orElseThrow(() -> new IllegalArgumentException(
            "there is no slot " + name + ", expected one of labelstream.slots=" + String.join(",", config.slots().stream().map(SlotConfig::name).toList())));
  }

  /** Tells whether records of the present can be labelled, and by which versions. Asks no broker. */
  public Status status() {
    final long now = System.currentTimeMillis();
    final Map<String, VersionId> live = new LinkedHashMap<>();
    config.slots().forEach(slot -> models.rollout().slot(slot.name()).plan().timeline().at(now).live()
        .map(Entry::id).ifPresent(version -> live.put(slot.name(), version)));
    return new Status(models.obstacles(), live);
  }

  /** Frees all models and takes the instance off the status topic. To be called when the streams are closed; closing twice does nothing. */
  @Override
  public void close() {
    if (state.getAndSet(PipelineState.STOPPED) != PipelineState.STOPPED) {
      models.close();
    }
  }
}
