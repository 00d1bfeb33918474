package io.labelstream.observe;

import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.config.PipelineConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline's health, metrics and model versions over HTTP: {@code /livez}, {@code /readyz}, {@code /metrics} and {@code /models}.
 *
 * <p>To be started before the pipeline is opened, so that it answers from the first moment: it lives, and is not ready. From {@link #show} on it shows the
 * pipeline. Closed before or after it. Thread-safe.
 */
public final class Observation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

  private final Metrics metrics = new Metrics();
  private final AtomicReference<Optional<PipelineObserver>> shown = new AtomicReference<>(Optional.empty());
  private final ObservationServer server;

  private Observation(final String host, final int port) throws IOException {
    try {
      this.server = ObservationServer.start(host, port, Map.of(
          "/livez", HealthPages.live(() -> shown.get().map(PipelineObserver::vitals).map(Health::alive).orElse(List.of())),
          "/readyz", HealthPages.ready(() -> shown.get().map(PipelineObserver::get).map(Health::ready).orElseGet(Health::starting)),
          "/metrics", metrics.page(),
          "/models", ModelsPage.of(() -> shown.get().map(PipelineObserver::get))));
    } catch (final IOException | RuntimeException failure) {
      metrics.close();
      throw failure;
    }
  }

  /**
   * Serves at the address that a pipeline's configuration names.
   *
   * @return empty if the configuration has no port for it
   * @throws BindException if the port is in use, or the host is no address of this machine
   * @throws IOException if it cannot listen for another reason
   */
  public static Optional<Observation> start(final PipelineConfig config) throws IOException {
    final OptionalInt port = config.httpPort();
    if (port.isEmpty()) {
      return Optional.empty();
    }
    final Observation observation = new Observation(config.httpHost(), port.getAsInt());
    LOG.atInfo().addKeyValue("url", observation.url()).log("health and metrics are served");
    return Optional.of(observation);
  }

  /**
   * Shows a pipeline from now on.
   *
   * @throws IllegalStateException if one is shown already
   */
  public void show(final Pipeline pipeline) {
    final PipelineObserver observer = new PipelineObserver(pipeline, InstantSource.system());
    if (!shown.compareAndSet(Optional.empty(), Optional.of(observer))) {
      throw new IllegalStateException("an observation shows one pipeline");
    }
    metrics.add(observer, pipeline.streams()::metrics);
  }

  /** Where it is served, with the port that was chosen where any was asked for. */
  public URI url() {
    return server.url();
  }

  /** Stops serving and frees the port. The pipeline is left as it is. */
  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
