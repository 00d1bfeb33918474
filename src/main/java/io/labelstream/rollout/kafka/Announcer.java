package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Trust;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes announcements to the control topic, for tools. Several may announce at once: of two records with the same key the first one stands on every instance;
 * the second announcer sees this when it reads its own record back, and takes the next sequence. Not thread-safe.
 */
public final class Announcer implements AutoCloseable {
  /** Each time that an announcer is second, another one was first, so this is far more than there are announcers. */
  private static final int MOST_TRIES = 50;

  private final String topic;
  private final Optional<SigningKey> key;
  private final String cluster;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ControlTopicReader reader;
  private final ControlLog log;

  private Announcer(
      final String topic,
      final Optional<SigningKey> key,
      final String cluster,
      final KafkaProducer<byte[], byte[]> producer,
      final ControlTopicReader reader,
      final ControlLog log) {
    this.topic = topic;
    this.key = key;
    this.cluster = cluster;
    this.producer = producer;
    this.reader = reader;
    this.log = log;
  }

  /**
   * The announcement as it was written and read back.
   *
   * @param announcement the announcement with its sequence and cluster
   * @param offset its offset on the control topic
   * @param appendTime the broker's append time in epoch milliseconds; empty where the topic has its producers' times, which no instance accepts
   * @param outcome the outcome for an instance with this lead and the announcer's trust that knows all slots and no base version
   */
  public record Announced(Announcement announcement, long offset, OptionalLong appendTime, ControlLog.Outcome outcome) {
    public Announced {
      Objects.requireNonNull(announcement);
      Objects.requireNonNull(appendTime);
      Objects.requireNonNull(outcome);
    }

    /** The earliest event time from which it counts, in epoch milliseconds, {@link Long#MIN_VALUE} for any; empty where it is not accepted. */
    public OptionalLong effectiveFrom() {
      return outcome instanceof final ControlLog.Accepted accepted
          ? OptionalLong.of(accepted.entry().effectiveFrom())
          : OptionalLong.empty();
    }
  }

  /**
   * An announcer for one cluster, whose id it asks for.
   *
   * @param properties Kafka's properties, for Kafka Streams or for plain clients
   * @param topic the control topic
   * @param lead the lead of the instances
   * @param trust the trust by which outcomes are told
   * @param key the key to sign with
   * @throws KafkaException if Kafka's properties are wrong, or no broker answers within {@code limit}
   */
  public static Announcer open(
      final Map<String, Object> properties,
      final String topic,
      final Lead lead,
      final Trust trust,
      final Optional<SigningKey> key,
      final Duration limit)
      throws InterruptedException {
    final ClientSettings settings = new ClientSettings(properties);
    final String cluster;
    try (Admin admin = settings.admin("announcer")) {
      cluster = ControlTopic.clusterId(admin, limit);
    }
    return new Announcer(topic, key, cluster, settings.producer("announcer"), new ControlTopicReader(properties, topic),
        ControlLog.ofAllSlots(lead, trust));
  }

  /** The control log as far as it was read. */
  public ControlLog log() {
    return log;
  }

  /**
   * Reads what was announced so far, for {@link #log()}.
   *
   * @param silence the longest time in which the broker may give no record
   * @param progress is told how far reading has come
   * @throws KafkaException if there is no such topic, the broker refuses, or it gives no record for {@code silence} before the end
   */
  public void catchUp(final Duration silence, final ReadingProgress progress) throws InterruptedException {
    reader.read(silence, progress).forEach(log::append);
  }

  /**
   * Announces, and returns when the announcement was read back. If the broker has not confirmed in time, the announcement may be written all the same: look at
   * the history before you try again.
   *
   * @param draft the announcement, of which sequence and cluster are replaced
   * @throws KafkaException if there is no such topic, the broker refuses, or does not answer within {@code limit}
   */
  public Announced announce(final Announcement draft, final Duration limit) throws InterruptedException {
    final long deadline = System.nanoTime() + limit.toNanos();
    catchUp(limit, ReadingProgress.NONE);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      final Announced announced = write(withSequence(draft, log.nextSequence(draft.slot())), deadline);
      if (!(announced.outcome() instanceof ControlLog.Refused refused && refused.rejection().code() == RejectionCode.DUPLICATE)) {
        return announced;
      }
    }
    throw new TimeoutException("others were first with the next sequence of slot " + draft.slot() + " " + MOST_TRIES
        + " times in a row: find what announces so often");
  }

  @Override
  public void close() {
    reader.close();
    producer.close(Duration.ZERO);
  }

  private Announced write(final Announcement announcement, final long deadline) throws InterruptedException {
    final byte[] value = AnnouncementCodec.encode(announcement);
    final ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, ControlRecords.PARTITION, announcement.key().getBytes(StandardCharsets.UTF_8), value);
    key.ifPresent(signer -> record.headers().add(ControlRecords.SIGNATURE, signer.sign(value)));
    final long offset = send(record, announcement, deadline);
    Optional<Announced> announced = Optional.empty();
    while (announced.isEmpty()) {
      final List<ControlRecord> read = reader.read(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      for (final ControlRecord each : read) {
        final ControlLog.Outcome outcome = log.append(each);
        if (each.offset() == offset) {
          announced = Optional.of(new Announced(announcement, offset, each.appendTime(), outcome));
        }
      }
    }
    return announced.get();
  }

  private long send(final ProducerRecord<byte[], byte[]> record, final Announcement announcement, final long deadline)
      throws InterruptedException {
    try {
      return producer.send(record).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS).offset();
    } catch (final InterruptException e) {
      throw KafkaFailures.interrupted(e);
    } catch (final ExecutionException e) {
      throw KafkaFailures.unwrapped(e);
    } catch (final java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("the broker has not confirmed announcement " + announcement.key()
          + " in time; it may be written all the same: look at the history before trying again", e);
    }
  }

  private Announcement withSequence(final Announcement draft, final long sequence) {
    return new Announcement(draft.slot(), sequence, draft.model(), draft.version(), draft.family(), draft.artifact(), draft.samples(),
        draft.traffic(), draft.effectiveFrom(), draft.reach(), draft.objections(), draft.note(), cluster);
  }
}
