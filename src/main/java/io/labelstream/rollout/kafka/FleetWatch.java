package io.labelstream.rollout.kafka;

import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the status topic for one instance, on a thread of its own, for others of its application that are configured differently, and for another process
 * with its name. Thread-safe.
 *
 * <p>It only reports. No content of the topic, and no failure to read it, stops the instance: records that cannot be read are passed over, and reading begins
 * again at the end of the topic.
 */
public final class FleetWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  /** Others may give signs of life less often than this instance. */
  private static final Duration LEAST_HISTORY = Duration.ofMinutes(2);
  private static final int HEARTBEATS_OF_HISTORY = 4;
  private static final Duration LEAST_GRACE = Duration.ofMillis(500);
  private static final Duration READING_PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StatusPublisher.Settings settings;
  private final ClientSettings clients;
  private final Supplier<SharedConfig> ours;
  private final InstantSource clock;
  private final Outage outage;
  private final Thread thread = Thread.ofPlatform().name("labelstream-fleet").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  /** Guarded by the lock, as is {@link #reading}. */
  private final Peers peers;

  private StatusTail.Reading reading = StatusTail.Reading.BEHIND;
  private volatile FleetView view = FleetView.ALONE;
  private volatile @Nullable StatusTail tail;
  private volatile boolean closing;

  /** The answer to the claim of a name. */
  public sealed interface NameClaim {
    /** No other process is known to live under it. */
    record Free() implements NameClaim {}

    /** Another process gives signs of life under it. */
    record Taken() implements NameClaim {}
  }

  private FleetWatch(
      final StatusPublisher.Settings settings, final Map<String, Object> properties, final Supplier<SharedConfig> ours, final InstantSource clock) {
    this.settings = settings;
    this.clients = new ClientSettings(properties);
    this.ours = Objects.requireNonNull(ours);
    this.clock = Objects.requireNonNull(clock);
    this.peers = new Peers(settings.instance(), settings.application(), settings.token());
    this.outage = new Outage(LOG, settings.topic(), "the status topic cannot be read; other instances are not seen until it can",
        "the status topic is read again");
  }

  /**
   * Starts to watch. The topic need not exist yet, nor a broker answer.
   *
   * @param settings of the instance that watches, and of this process
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   * @param ours the configuration of this instance; it is asked for on the watch's thread
   */
  public static FleetWatch start(
      final StatusPublisher.Settings settings, final Map<String, Object> properties, final Supplier<SharedConfig> ours, final InstantSource clock) {
    final FleetWatch watch = new FleetWatch(settings, properties, ours, clock);
    watch.thread.start();
    return watch;
  }

  /**
   * Tells whether this process may give signs of life under its instance's name; to be asked before it gives the first. If the last sign of life under the name
   * is of another process and not old, that process may live, or was killed a moment ago: this waits until its next sign of life is due, and a little longer.
   *
   * @param limit the longest wait; if nothing is known by then, the name is free
   */
  public NameClaim claimName(final Duration limit) throws InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    lock.lockInterruptibly();
    try {
      final long readBy = System.nanoTime() + Math.min(limit.toNanos(), READING_PATIENCE.toNanos());
      while (reading == StatusTail.Reading.BEHIND && readBy - System.nanoTime() > 0) {
        changed.awaitNanos(readBy - System.nanoTime());
      }
      final Optional<InstanceState> first = peers.namesake(clock.instant());
      if (first.isEmpty()) {
        return new NameClaim.Free();
      }
      final long due = System.nanoTime() + Math.min(deadline - System.nanoTime(), untilNextBeat(first.get(), clock.instant()).toNanos());
      LOG.atInfo().addKeyValue("instance", settings.instance()).addKeyValue("waitMs", TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()))
          .log("a process with this instance's name lived a moment ago; waiting until its next sign of life is due");
      while (due - System.nanoTime() > 0) {
        final Optional<InstanceState> latest = peers.namesake(clock.instant());
        if (latest.isEmpty()) {
          return new NameClaim.Free();
        }
        if (!latest.equals(first)) {
          return new NameClaim.Taken();
        }
        changed.awaitNanos(due - System.nanoTime());
      }
      return new NameClaim.Free();
    } finally {
      lock.unlock();
    }
  }

  /** The time to wait for the next sign of life, however much the clocks of the two differ, and whatever the record contains. */
  static Duration untilNextBeat(final InstanceState state, final Instant now) {
    final Duration heartbeat = within(state.heartbeat(), StatusPublisher.MOST_HEARTBEAT);
    final Duration passed = within(Duration.between(state.lastBeat(), now), heartbeat);
    final Duration quarter = heartbeat.dividedBy(4);
    return heartbeat.minus(passed).plus(quarter.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : quarter);
  }

  private static Duration within(final Duration duration, final Duration most) {
    final Duration least = duration.isNegative() ? Duration.ZERO : duration;
    return least.compareTo(most) > 0 ? most : least;
  }

  /** The view at this moment. */
  public FleetView view() {
    return view;
  }

  /** Ends watching. A second call does nothing. */
  @Override
  public void close() {
    closing = true;
    final StatusTail open = tail;
    if (open != null) {
      open.wakeup();
    }
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSING_PATIENCE);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Optional<Instant> since = Optional.of(clock.instant().minus(history()));
    while (!closing) {
      try (StatusTail opened = new StatusTail(clients, settings.topic())) {
        tail = opened;
        opened.begin(since);
        while (!closing) {
          read(opened);
          compare();
          outage.tried("");
        }
      } catch (final WakeupException closed) {
        LOG.atDebug().addKeyValue("topic", settings.topic()).log("the watch of the status topic ends");
      } catch (final RuntimeException failure) {
        outage.tried(String.valueOf(failure.getMessage()));
      } catch (final OutOfMemoryError tooLarge) {
        // A record that decompresses to more than the heap holds must cost no more than one round of this thread.
        outage.tried("a record is too large to be held");
      }
      // Not from the place of the failure, where it would fail again. A process that lives writes again.
      since = Optional.empty();
      pauseAfterFailure();
    }
  }

  private Duration history() {
    final Duration beats = settings.heartbeat().multipliedBy(HEARTBEATS_OF_HISTORY);
    return beats.compareTo(LEAST_HISTORY) < 0 ? LEAST_HISTORY : beats;
  }

  private void read(final StatusTail open) {
    final Iterable<ConsumerRecord<byte[], byte[]>> records = open.poll(LOOK);
    lock.lock();
    try {
      records.forEach(this::take);
      reading = open.reading();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void take(final ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    final String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      peers.remove(key);
    } else if (StatusCodec.decode(record.value(), record.timestamp()) instanceof StatusCodec.Decoded.Instance(final InstanceState state)) {
      peers.take(key, state);
    }
  }

  private void compare() {
    final FleetView before = view;
    final FleetView now;
    lock.lock();
    try {
      now = peers.view(ours.get(), clock.instant());
    } finally {
      lock.unlock();
    }
    now.configDiffers().stream().filter(differs -> !before.configDiffers().contains(differs)).forEach(differs ->
        LOG.atWarn().addKeyValue("code", ConfigDiffers.CODE).addKeyValue("instance", differs.instance()).addKeyValue("differs", differs.inWords())
            .log("config-differs: an instance of this application is configured otherwise, so that the two may label records by different versions;"
                + " configure both alike"));
    before.configDiffers().stream().map(ConfigDiffers::instance)
        .filter(instance -> now.configDiffers().stream().noneMatch(differs -> differs.instance().equals(instance)))
        .forEach(instance -> LOG.atInfo().addKeyValue("instance", instance).log("config-differs is over: the instance is configured alike, or gone"));
    if (now.namesake().isPresent() && before.namesake().isEmpty()) {
      LOG.atWarn().addKeyValue("code", FleetView.DUPLICATE_INSTANCE).addKeyValue("instance", settings.instance())
          .log("duplicate-instance: another process lives under the name of this instance, and each overwrites the status of the other;"
              + " give each a labelstream.instance.id of its own");
    } else if (now.namesake().isEmpty() && before.namesake().isPresent()) {
      LOG.atInfo().addKeyValue("instance", settings.instance()).log("duplicate-instance is over: the other process is gone");
    }
    // Whoever has seen the view finds its lines in the log.
    view = now;
  }

  private void pauseAfterFailure() {
    lock.lock();
    try {
      // A claim must not wait for a topic that cannot be read.
      reading = StatusTail.Reading.AT_END;
      changed.signalAll();
      for (long left = PAUSE_NANOS; !closing && left > 0; ) {
        left = changed.awaitNanos(left);
      }
    } catch (final InterruptedException nobodysBusiness) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
