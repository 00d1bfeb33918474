package io.labelstream.rollout.kafka;

import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the status topic for one instance, on a thread of its own.
 *
 * <ul>
 *   <li>Reporting never waits for Kafka. While Kafka is away, the latest status of each key is kept, and written when it is back; older ones are dropped.
 *   <li>The instance gives a sign of life every quarter of the lead, but at least 200 ms and at most 20 s apart.
 *   <li>A clean {@link #close()} deletes all keys of the instance from the topic. The keys of a killed instance stay, and its old sign of life gives them away.
 * </ul>
 *
 * <p>Keys: {@code instance} for the sign of life; {@code instance/slot/model:version} for a version; {@code instance/slot/@offset} for a refused control
 * record, and {@code instance/-/@code} for a fault that makes the control topic itself unfit.
 */
public final class StatusPublisher implements StatusSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
  private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(200);
  /** So that a start with the name of an instance that was killed waits no longer than any start may take. */
  static final Duration MOST_HEARTBEAT = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,255}");
  private static final int LONGEST_DETAIL = 4_000;
  private static final String UNKNOWN_SLOT = "-";

  private final Settings settings;
  private final Supplier<Heartbeat> heart;
  private final InstantSource clock;
  private final KafkaProducer<byte[], byte[]> producer;
  private final StatusBook book = new StatusBook();
  private final Thread thread = Thread.ofPlatform().name("labelstream-status").daemon().unstarted(this::run);
  private final Outage outage;
  private final Outage heartFailure;
  private volatile long closeDeadline;
  private volatile boolean closing;

  /**
   * The instance whose status it is, and the topic.
   *
   * @param topic the status topic
   * @param instance the instance's name, 1 to 255 letters, digits and {@code . _ -}
   * @param token the token of this process, which no other has
   * @param application the pipeline's name
   * @param lead the instance's lead
   * @param closeTimeout how long a clean close may take
   */
  public record Settings(String topic, String instance, String token, String application, Duration lead, Duration closeTimeout) {
    public Settings {
      Objects.requireNonNull(topic);
      Objects.requireNonNull(token);
      Objects.requireNonNull(application);
      Objects.requireNonNull(lead);
      Objects.requireNonNull(closeTimeout);
      if (!INSTANCE.matcher(instance).matches()) {
        throw new IllegalArgumentException("the instance's name '" + instance + "' must be 1 to 255 letters, digits and . _ -");
      }
    }

    /** The time between two signs of life. */
    public Duration heartbeat() {
      final Duration quarter = lead.dividedBy(4);
      if (quarter.compareTo(LEAST_HEARTBEAT) < 0) {
        return LEAST_HEARTBEAT;
      }
      return quarter.compareTo(MOST_HEARTBEAT) > 0 ? MOST_HEARTBEAT : quarter;
    }
  }

  /**
   * The contents of a sign of life.
   *
   * @param slots the slots
   * @param state the pipeline's state in lower case
   * @param controlPosition the next offset of the control topic that is read
   * @param control whether the whole control topic has been read
   * @param residentBytes the bytes that the models hold outside the heap
   * @param config the part of the configuration that has to be the same on all instances of the application, as far as it is known
   * @param differsFrom the live instances of the application that are seen to be configured differently
   */
  public record Heartbeat(
      List<String> slots,
      String state,
      long controlPosition,
      InstanceState.Currency control,
      long residentBytes,
      SharedConfig config,
      List<String> differsFrom) {
    public Heartbeat {
      slots = List.copyOf(slots);
      Objects.requireNonNull(config);
      differsFrom = List.copyOf(differsFrom);
    }
  }

  private StatusPublisher(
      final Settings settings, final Map<String, Object> properties, final Supplier<Heartbeat> heart, final InstantSource clock) {
    this.settings = settings;
    this.heart = Objects.requireNonNull(heart);
    this.clock = Objects.requireNonNull(clock);
    this.outage = new Outage(LOG, settings.topic(), "status cannot be written; the latest is kept and written when Kafka takes it",
        "status is written again");
    this.heartFailure = new Outage(LOG, settings.topic(), "what a sign of life holds cannot be told, and none is given",
        "signs of life are given again");
    this.producer = new ClientSettings(properties).producer("status");
  }

  /**
   * Starts to write. The topic need not exist yet, nor a broker answer.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   * @param heart gives the contents of each sign of life, on the publisher's thread
   * @throws KafkaException if Kafka's properties are wrong
   */
  public static StatusPublisher start(
      final Settings settings, final Map<String, Object> properties, final Supplier<Heartbeat> heart, final InstantSource clock) {
    final StatusPublisher publisher = new StatusPublisher(settings, properties, heart, clock);
    publisher.thread.start();
    return publisher;
  }

  @Override
  public void model(final ModelReport report) {
    final Entry entry = report.entry();
    final boolean configured = entry.controlOffset().isEmpty();
    final List<VersionState.Step> steps = report.steps().stream().map(step -> new VersionState.Step(step.step().code(), step.time())).toList();
    final VersionState state = new VersionState(settings.instance(), settings.application(), report.slot(), entry.id().name(), entry.id().version(),
        entry.id().sha256(), configured ? 0 : entry.announcement().sequence(), entry.controlOffset(), report.state().code(),
        report.rejection().map(rejection -> rejection.code().code()).orElse(""),
        report.rejection().map(StatusPublisher::detail).orElse(""), report.residentBytes(), steps, clock.instant());
    book.put(StatusBook.Kind.STATE, settings.instance() + "/" + report.slot() + "/" + entry.id().name() + ":" + entry.id().version(),
        StatusCodec.encode(state));
  }

  @Override
  public void control(final ControlReport report) {
    final VersionState state = new VersionState(settings.instance(), settings.application(), report.slot().orElse(""), "", "", "", 0,
        report.offset(), ModelState.REJECTED.code(), report.rejection().code().code(), detail(report.rejection()), 0, List.of(), clock.instant());
    if (report.offset().isPresent()) {
      book.put(StatusBook.Kind.REFUSAL,
          settings.instance() + "/" + report.slot().orElse(UNKNOWN_SLOT) + "/@" + report.offset().getAsLong(), StatusCodec.encode(state));
    } else {
      book.put(StatusBook.Kind.STATE, topicKey(report.rejection().code()), StatusCodec.encode(state));
    }
  }

  @Override
  public void controlTopicFit() {
    for (final RejectionCode code : RejectionCode.values()) {
      book.delete(StatusBook.Kind.STATE, topicKey(code));
    }
  }

  /** Deletes all keys of this instance, if Kafka takes that in time, and ends. Reports that come afterwards are ignored; a second call does nothing. */
  @Override
  public void close() {
    close(book::closeWithDeletions);
  }

  /**
   * Ends as {@link #close()} does, and leaves the status on the topic: for an instance that fails to start, whose reason would otherwise be gone before anybody
   * can read it.
   */
  public void closeKeepingStatus() {
    close(book::closeWithRest);
  }

  private void close(final Runnable lastEntries) {
    if (closing) {
      return;
    }
    closeDeadline = System.nanoTime() + settings.closeTimeout().toNanos();
    closing = true;
    lastEntries.run();
    try {
      if (!thread.join(settings.closeTimeout())) {
        LOG.atWarn().addKeyValue("topic", settings.topic()).addKeyValue("timeoutMs", settings.closeTimeout().toMillis())
            .log("the instance's status could not be deleted in time; its last sign of life goes on to show");
      }
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      // Ends any wait of the thread.
      producer.close(Duration.ZERO);
    }
  }

  private void run() {
    try {
      long nextHeartbeat = System.nanoTime();
      while (!closing) {
        if (System.nanoTime() - nextHeartbeat >= 0) {
          beat();
          nextHeartbeat = System.nanoTime() + settings.heartbeat().toNanos();
        }
        if (write(book.take()) == Writing.FAILED) {
          book.awaitClosed(PAUSE_NANOS);
        }
        book.await(nextHeartbeat - System.nanoTime());
      }
      while (write(book.take()) == Writing.FAILED && System.nanoTime() - closeDeadline < 0) {
        TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
      }
    } catch (final InterruptedException | InterruptException ended) {
      LOG.atDebug().addKeyValue("topic", settings.topic()).log("the status thread was interrupted, and ends");
    }
  }

  private void beat() {
    final Heartbeat beat;
    try {
      beat = heart.get();
    } catch (final RuntimeException defect) {
      heartFailure.tried(defect.toString());
      return;
    }
    heartFailure.tried("");
    final Instant now = clock.instant();
    book.put(StatusBook.Kind.STATE, settings.instance(), StatusCodec.encode(new InstanceState(settings.instance(), settings.application(), beat.slots(),
        beat.state(), beat.controlPosition(), beat.control(), settings.lead(), settings.heartbeat(), beat.residentBytes(), now, now,
        settings.token(), beat.config(), beat.differsFrom())));
  }

  private enum Writing {
    DONE,
    /** Some of it was not written, and is in the book again. */
    FAILED
  }

  /** Writes them, and returns when all are acknowledged or given up, so that an older value can never follow a newer one. */
  private Writing write(final List<StatusBook.Item> items) throws InterruptedException {
    if (items.isEmpty()) {
      return Writing.DONE;
    }
    final List<Future<RecordMetadata>> sent = new ArrayList<>(items.size());
    final List<StatusBook.Item> unwritten = new ArrayList<>();
    String failure = "";
    try {
      for (final StatusBook.Item item : items) {
        final Future<RecordMetadata> future = producer.send(new ProducerRecord<>(
            settings.topic(), item.key().getBytes(StandardCharsets.UTF_8), item.value().orElse(null)));
        sent.add(future);
        if (future.state() == Future.State.FAILED) {
          // Each further one would wait as long for the broker.
          break;
        }
      }
    } catch (final InterruptException interrupted) {
      throw interrupted;
    } catch (final KafkaException | IllegalStateException brokenOrClosed) {
      failure = String.valueOf(brokenOrClosed.getMessage());
    }
    for (int place = 0; place < sent.size(); place++) {
      try {
        sent.get(place).get();
      } catch (final ExecutionException e) {
        failure = String.valueOf(e.getCause().getMessage());
        unwritten.add(items.get(place));
      }
    }
    unwritten.addAll(items.subList(sent.size(), items.size()));
    book.giveBack(unwritten);
    outage.tried(failure);
    return unwritten.isEmpty() ? Writing.DONE : Writing.FAILED;
  }

  private String topicKey(final RejectionCode code) {
    return settings.instance() + "/" + UNKNOWN_SLOT + "/@" + code.code();
  }

  private static String detail(final Rejection rejection) {
    final String detail = rejection.detail();
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
  }
}
