package io.labelstream.rollout.kafka;

import io.labelstream.rollout.RolloutControl;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the control topic, on a thread of its own, and tells a rollout what was announced and which event times are confirmed.
 *
 * <p><b>Confirmations.</b> Every eighth of the lead (at least every 5 s, at most every 50 ms) the reader notes its clock, then asks for the end of the
 * topic, reads up to there, and makes sure that it is still the same topic. From then on event times before the noted time plus a quarter of the lead are
 * confirmed ({@link Lead}): records appended later touch later ones, as long as the clocks of broker and instance differ by less than a quarter of the
 * lead. Where they differ by more, an entry comes that touches confirmed times, which is reported as {@link RejectionCode#CLOCK_SKEW}.
 *
 * <p><b>Failures.</b> A record that is refused is reported and skipped, whatever it contains, and so is one that is too large to be held. While Kafka is away
 * there are no confirmations, and nothing else happens. A topic that is unfit at the start is not read ({@link Unfit}). One that is deleted, recreated or cut
 * short while it is read is reported; entries that were read go on to count, and nothing is confirmed. A topic that was recreated is read only after a restart.
 */
public final class ControlReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

  private final Settings settings;
  private final ControlLog log;
  private final RolloutControl control;
  private final StatusSink status;
  private final InstantSource clock;
  private final Admin admin;
  private final ControlTail tail;
  private final ControlGround ground;
  private final Outage outage;
  private final RefusalLog refusals;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("labelstream-control").daemon().unstarted(this::run);
  private final Object changed = new Object();

  private Reading reading = Reading.NOT_BEGUN;
  private long nextExamination = System.nanoTime();
  private long nextQuestion = System.nanoTime();
  private @Nullable Question question;
  private long position;
  private long end = -1;
  private long confirmedUntil = Long.MIN_VALUE;
  private volatile long confirmedAt;
  private volatile State state;

  /**
   * The topic that is read, and how often it is examined.
   *
   * @param topic the control topic
   * @param lead the lead
   * @param examination the time between two examinations of the topic's settings
   */
  public record Settings(String topic, Lead lead, Duration examination) {
    private static final Duration USUAL_EXAMINATION = Duration.ofSeconds(10);

    public Settings {
      Objects.requireNonNull(topic);
      if (lead.length().toMillis() < 1 || examination.toMillis() < 1) {
        throw new IllegalArgumentException("lead is " + lead + " and examination " + examination + ", expected at least a millisecond each");
      }
    }

    /** Settings with an examination every ten seconds. */
    public Settings(final String topic, final Lead lead) {
      this(topic, lead, USUAL_EXAMINATION);
    }
  }

  /** The state of the reader. */
  public enum Phase {
    /** Nothing was read yet. */
    STARTING,
    /** Reads the records that were there at the start. */
    READING,
    /** Records of the present are confirmed. */
    CAUGHT_UP,
    /** They are not: the last look at the end of the topic is too old. */
    BEHIND,
    /** The topic is unfit, gone, or another one. */
    UNSOUND,
    /** Closed. */
    STOPPED,
    /** Ended by a defect of this program, which was logged. */
    FAILED
  }

  /**
   * The reader's progress.
   *
   * @param position the next offset that it will read
   * @param end the end of the topic when it was last asked; -1: never
   * @param confirmedUntil the highest confirmation, in epoch milliseconds; empty: none
   * @param defects the faults of the topic
   * @param trouble the reason why Kafka does not answer; empty: it does
   */
  public record State(Phase phase, long position, long end, OptionalLong confirmedUntil, List<Rejection> defects, String trouble) {
    /** The number of offsets still to be read, as far as is known. */
    public long lag() {
      return Math.max(0, end - position);
    }
  }

  /** The result of waiting for the start. */
  public sealed interface Readiness permits CaughtUp, Behind, Unfit {}

  /** All that was announced before the start is known. */
  public record CaughtUp(State state) implements Readiness {}

  /** There is more to read, or Kafka does not answer. */
  public record Behind(State state) implements Readiness {}

  /** The topic cannot be read as it is. */
  public record Unfit(List<Rejection> defects) implements Readiness {}

  private enum Reading {
    NOT_BEGUN,
    BEGUN
  }

  /** The clock before the end was asked for, in epoch milliseconds and by {@link System#nanoTime()}, and the answer. */
  private record Question(long clock, long nanos, long end) {}

  private ControlReader(
      final Settings settings,
      final ControlLog log,
      final RolloutControl control,
      final StatusSink status,
      final InstantSource clock,
      final Admin admin,
      final ControlTail tail) {
    this.settings = settings;
    this.log = Objects.requireNonNull(log);
    this.control = Objects.requireNonNull(control);
    this.status = Objects.requireNonNull(status);
    this.clock = Objects.requireNonNull(clock);
    this.admin = admin;
    this.tail = tail;
    this.ground = new ControlGround(new ControlTopic(admin, settings.topic()), settings.topic(), status);
    this.outage = new Outage(LOG, settings.topic(), "the control topic cannot be read; nothing is confirmed until it can",
        "the control topic is read again");
    this.refusals = new RefusalLog(LOG, settings.topic());
    this.state = new State(Phase.STARTING, 0, -1, OptionalLong.empty(), List.of(), "");
  }

  /**
   * Starts to read.
   *
   * @param log without any record yet; belongs to the reader's thread from now on
   * @param control is told of entries and confirmations, on the reader's thread
   * @param status is told the refusals
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   * @throws KafkaException if Kafka's properties are wrong
   */
  public static ControlReader start(
      final Settings settings,
      final ControlLog log,
      final RolloutControl control,
      final StatusSink status,
      final InstantSource clock,
      final Map<String, Object> properties) {
    final ClientSettings clients = new ClientSettings(properties);
    final Admin admin = clients.admin("control");
    final ControlReader reader;
    try {
      reader = new ControlReader(settings, log, control, status, clock, admin, new ControlTail(clients, admin, settings.topic()));
    } catch (final KafkaException wrong) {
      admin.close(Duration.ZERO);
      throw wrong;
    }
    reader.thread.start();
    return reader;
  }

  /** Waits for the first confirmation, or for the topic to turn out unfit. */
  public Readiness awaitCaughtUp(final Duration patience) throws InterruptedException {
    final long deadline = System.nanoTime() + patience.toNanos();
    synchronized (changed) {
      while (true) {
        final State now = state;
        if (now.phase() == Phase.UNSOUND) {
          return new Unfit(now.defects());
        }
        if (now.confirmedUntil().isPresent()) {
          return new CaughtUp(now);
        }
        final long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || now.phase() == Phase.STOPPED || now.phase() == Phase.FAILED) {
          return new Behind(now);
        }
        changed.wait(left);
      }
    }
  }

  /** The reader's progress at this moment. Callable from any thread, also after {@link #close()}. */
  public State state() {
    final State now = state;
    final boolean stale = now.phase() == Phase.CAUGHT_UP && System.nanoTime() - confirmedAt > settings.lead().lease().toNanos();
    return stale ? new State(Phase.BEHIND, now.position(), now.end(), now.confirmedUntil(), now.defects(), now.trouble()) : now;
  }

  /** Ends the thread. A second call does nothing. */
  @Override
  public void close() {
    stopping.countDown();
    tail.wakeup();
    try {
      if (!thread.join(CLOSE_PATIENCE)) {
        thread.interrupt();
        thread.join(CLOSE_PATIENCE);
      }
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Phase last = Phase.STOPPED;
    try {
      while (stopping.getCount() > 0) {
        turn();
      }
    } catch (final InterruptedException | InterruptException ended) {
      LOG.atDebug().addKeyValue("topic", settings.topic()).log("the control thread was interrupted, and ends");
    } catch (final RuntimeException | Error defect) {
      // Going on could confirm event times of announcements that the rollout was never told; without confirmations the instance waits.
      last = Phase.FAILED;
      LOG.atError().addKeyValue("topic", settings.topic()).setCause(defect).log("the control thread has failed; nothing is confirmed any more");
    } finally {
      refusals.write();
      publish(last);
      tail.close();
      admin.close(Duration.ZERO);
    }
  }

  private void turn() throws InterruptedException {
    String failure = "";
    try {
      examine();
      if (ground.soundness() == ControlGround.Soundness.SOUND) {
        read();
        confirm();
      } else {
        pause();
      }
    } catch (final WakeupException closing) {
      LOG.atDebug().addKeyValue("topic", settings.topic()).log("the control thread ends");
    } catch (final OffsetOutOfRangeException gone) {
      ground.lose("topic " + settings.topic() + " has no record at offset " + position + " any more, up to which it was read");
    } catch (final InterruptException interrupted) {
      throw interrupted;
    } catch (final KafkaException away) {
      failure = String.valueOf(away.getMessage());
      nextExamination = System.nanoTime();
    }
    outage.tried(failure);
    publish(phase());
    if (!failure.isEmpty()) {
      pause();
    }
  }

  private void examine() throws InterruptedException {
    if (ground.soundness() == ControlGround.Soundness.SOUND && System.nanoTime() - nextExamination < 0) {
      return;
    }
    ground.examine();
    nextExamination = System.nanoTime() + settings.examination().toNanos();
  }

  private void read() throws InterruptedException {
    if (reading == Reading.NOT_BEGUN) {
      tail.begin();
      reading = Reading.BEGUN;
    }
    final Duration untilQuestion = Duration.ofNanos(Math.max(1, nextQuestion - System.nanoTime()));
    final List<Polled> polled = tail.poll(question == null && untilQuestion.compareTo(LONGEST_POLL) < 0 ? untilQuestion : LONGEST_POLL);
    if (!polled.isEmpty()) {
      take(polled);
    }
    position = tail.position();
    if (polled.isEmpty() && position >= end) {
      refusals.write();
    } else {
      refusals.writeIfLate();
    }
  }

  /** Takes the records if they are of the topic that was read so far, and gives them back otherwise. */
  private void take(final List<Polled> polled) throws InterruptedException {
    ControlGround.Soundness soundness = ControlGround.Soundness.UNKNOWN;
    try {
      soundness = ground.confirm();
    } finally {
      if (soundness != ControlGround.Soundness.SOUND) {
        tail.giveBack(polled);
      }
    }
    if (soundness == ControlGround.Soundness.SOUND) {
      final List<Entry> changed = new ArrayList<>();
      final List<Verdict> verdicts = new ArrayList<>();
      for (final Polled each : polled) {
        final ControlLog.Outcome outcome = switch (each) {
          case Polled.Read(final ConsumerRecord<byte[], byte[]> record) -> outcome(ControlRecords.of(record));
          case final Polled.TooLarge record -> new ControlLog.Refused(Optional.empty(), record.offset(), ControlRecords.tooLarge(record));
        };
        changed.addAll(outcome.changed());
        if (outcome instanceof final ControlLog.Judged judged) {
          verdicts.add(judged.verdict());
        }
        if (outcome instanceof ControlLog.Refused(final Optional<String> slot, final long offset, final Rejection rejection)) {
          report(slot, offset, rejection);
        }
      }
      changed.forEach(this::reportSkew);
      if (!changed.isEmpty() || !verdicts.isEmpty()) {
        control.accept(changed, verdicts);
      }
    }
  }

  private ControlLog.Outcome outcome(final ControlRecord record) {
    try {
      return log.append(record);
    } catch (final RuntimeException defect) {
      // The message may quote the contents of the record.
      return new ControlLog.Refused(Optional.empty(), record.offset(),
          new Rejection(RejectionCode.UNREADABLE, "reading the record failed with " + defect.getClass().getName()));
    }
  }

  private void reportSkew(final Entry entry) {
    if (hasCounted(entry.decision()) && !entry.reachesBack() && entry.effectiveFrom() < confirmedUntil) {
      report(Optional.of(entry.announcement().slot()), entry.offset(), new Rejection(RejectionCode.CLOCK_SKEW,
          entry.announcement().key() + " was decided for event times from " + Instant.ofEpochMilli(entry.effectiveFrom()) + " on, and records up to "
              + Instant.ofEpochMilli(confirmedUntil) + " may have been labelled before; the clocks may differ by a quarter of the lead, "
              + settings.lead().skew().toMillis() + " ms"));
    }
  }

  /** True if it counts, or did until now. */
  private static boolean hasCounted(final Decision decision) {
    return switch (decision) {
      case Decision.Proved _, Decision.Unconditional _ -> true;
      case final Decision.Vetoed vetoed -> vetoed.before().isPresent();
      case Decision.Pending _, Decision.Cancelled _ -> false;
    };
  }

  private void report(final Optional<String> slot, final long offset, final Rejection rejection) {
    refusals.add(slot, offset, rejection);
    status.control(new StatusSink.ControlReport(slot, OptionalLong.of(offset), rejection));
  }

  private void confirm() throws InterruptedException {
    if (ground.soundness() != ControlGround.Soundness.SOUND) {
      question = null;
      return;
    }
    if (question == null && System.nanoTime() - nextQuestion >= 0) {
      question = ask();
    }
    if (question != null && position >= question.end() && ground.confirm() == ControlGround.Soundness.SOUND) {
      confirmedAt = question.nanos();
      final long until = settings.lead().confirmedUntil(question.clock());
      question = null;
      if (until > confirmedUntil) {
        confirmedUntil = until;
        control.confirm(until);
      }
    }
  }

  private @Nullable Question ask() throws InterruptedException {
    final long millis = clock.millis();
    final long nanos = System.nanoTime();
    nextQuestion = nanos + settings.lead().interval().toNanos();
    end = tail.end();
    if (end < position) {
      ground.lose("topic " + settings.topic() + " ends at offset " + end + " and was read up to " + position);
      return null;
    }
    return new Question(millis, nanos, end);
  }

  private Phase phase() {
    return switch (ground.soundness()) {
      case UNKNOWN -> Phase.STARTING;
      case UNFIT, GONE, LOST -> Phase.UNSOUND;
      case SOUND -> reading == Reading.NOT_BEGUN ? Phase.STARTING : confirmedUntil == Long.MIN_VALUE ? Phase.READING : Phase.CAUGHT_UP;
    };
  }

  private void publish(final Phase phase) {
    synchronized (changed) {
      state = new State(phase, position, end, confirmedUntil == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(confirmedUntil),
          ground.defects(), outage.reason());
      changed.notifyAll();
    }
  }

  private void pause() throws InterruptedException {
    stopping.await(Math.min(PAUSE.toMillis(), settings.examination().toMillis()), TimeUnit.MILLISECONDS);
  }
}
