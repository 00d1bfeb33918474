package io.labelstream.faults;

import io.labelstream.cli.Main;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A pipeline in a process of its own, started with {@code run} as a user would, and again whenever it ends by itself, as a process manager would. */
final class Instance implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PATIENCE_WITH_A_PAGE = Duration.ofMinutes(1);
  private static final Duration PAUSE_OF_THE_MANAGER = Duration.ofSeconds(1);
  private static final int READY = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final int port;
  private final Place place;
  private final Map<String, String> settings;
  private Variation variation = Variation.USUAL;
  private Wanted wanted = Wanted.ENDED;
  private Optional<ChildJvm> process = Optional.empty();
  private int endsByItself;

  /** Where it lives. */
  record Place(Path staging, Path log, Isolation.Support isolation, Link network) {}

  /** How it is started otherwise than usual. */
  record Variation(Map<String, String> settings, List<String> flags) {
    /** Small and soon there, since there are several. */
    static final Variation USUAL = new Variation(Map.of(), List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

    Variation with(final String key, final String value) {
      final Map<String, String> more = new HashMap<>(settings);
      more.put(key, value);
      return new Variation(more, flags);
    }

    Variation with(final String flag) {
      return new Variation(settings, Stream.concat(flags.stream(), Stream.of(flag)).toList());
    }
  }

  private enum Wanted { RUNNING, STOPPED, ENDED }

  Instance(final String name, final int port, final Place place, final Map<String, String> settings) {
    this.name = name;
    this.port = port;
    this.place = place;
    this.settings = new HashMap<>(settings);
    this.settings.put("labelstream.instance.id", name);
    this.settings.put("labelstream.http.port", Integer.toString(port));
    this.settings.put("labelstream.rollout.staging.dir", place.staging().toString());
    this.settings.put("kafka.bootstrap.servers", "127.0.0.1:" + place.network().port());
  }

  Place place() {
    return place;
  }

  synchronized long pid() {
    return process.orElseThrow().pid();
  }

  /** How often it has ended by itself since the last time this was asked. */
  synchronized int endsByItself() {
    final int ends = endsByItself;
    endsByItself = 0;
    return ends;
  }

  synchronized void start(final Variation how) throws IOException {
    variation = how;
    wanted = Wanted.RUNNING;
    launch();
  }

  private void launch() throws IOException {
    final List<String> arguments = new ArrayList<>(List.of("run"));
    final Map<String, String> all = new HashMap<>(settings);
    all.putAll(variation.settings());
    all.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    final ChildJvm child = ChildJvm.start(new ChildJvm.Launch(
        Isolation.wrapper(place.staging(), place.isolation()), variation.flags(), Main.class, arguments, Optional.of(place.log())));
    process = Optional.of(child);
    child.end().thenAcceptAsync(_ -> ended(child), task -> Thread.ofPlatform().daemon().start(task));
  }

  private void ended(final ChildJvm child) {
    try {
      Thread.sleep(PAUSE_OF_THE_MANAGER);
      synchronized (this) {
        if (wanted == Wanted.RUNNING && process.orElseThrow() == child) {
          endsByItself++;
          launch();
        }
      }
    } catch (final InterruptedException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void kill() throws InterruptedException {
    end().kill();
  }

  /** Stops it as a process manager does, and starts it in another way. */
  void restart(final Variation how) throws IOException, InterruptedException {
    end().terminate();
    start(how);
  }

  private synchronized ChildJvm end() {
    wanted = Wanted.ENDED;
    return process.orElseThrow();
  }

  /** Starts it again as it is now, unless it is stopped, and waits until it is ready. */
  void roll() throws IOException, InterruptedException {
    final Variation same;
    synchronized (this) {
      if (wanted != Wanted.RUNNING) {
        return;
      }
      same = variation;
    }
    restart(same);
    awaitReady();
  }

  synchronized void freeze() throws IOException, InterruptedException {
    wanted = Wanted.STOPPED;
    process.orElseThrow().signal("STOP");
  }

  synchronized void thaw() throws IOException, InterruptedException {
    process.orElseThrow().signal("CONT");
    wanted = Wanted.RUNNING;
  }

  void awaitReady() {
    Deadline.within(PATIENCE, name + " is ready", this::readiness, status -> status == READY);
  }

  /** Its answer about itself at a path of its HTTP server. */
  String page(final String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE_WITH_A_PAGE).build(),
        BodyHandlers.ofString()).body();
  }

  /** How it is, in its own words, if it answers. */
  String words() {
    try {
      return name + ": " + page("/readyz?verbose");
    } catch (final IOException | InterruptedException silent) {
      return name + ": " + silent;
    }
  }

  private int readiness() throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).timeout(PAUSE_OF_THE_MANAGER).build(),
          BodyHandlers.discarding()).statusCode();
    } catch (final IOException notYet) {
      return 0;
    }
  }

  @Override
  public void close() throws InterruptedException {
    final Optional<ChildJvm> last;
    synchronized (this) {
      wanted = Wanted.ENDED;
      last = process;
    }
    if (last.isPresent()) {
      last.get().close();
    }
    http.close();
  }
}
