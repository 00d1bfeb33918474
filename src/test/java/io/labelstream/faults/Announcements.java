package io.labelstream.faults;

import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import io.labelstream.rollout.kafka.Announcer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Announces models all the while, by a seed: sound and unsound ones, for times to come and past, canaries, withdrawals, returns to earlier versions. */
final class Announcements implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long SHORTEST_PAUSE = 700;
  private static final int LONGEST_EXTRA_PAUSE = 1_500;
  private static final long SHORT_PAST = 20_000;
  private static final long FIRST_FILLER = 1_000_000;

  private final Map<String, Object> kafka;
  private final String topic;
  private final Lead lead;
  private final List<String> slots;
  private final Models models;
  private final Random random;
  private final List<Sound> sound = new ArrayList<>();
  private final List<Announcement> live = new ArrayList<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile Size size = Size.ANY;
  private volatile boolean stopped;
  private long versions;

  /** An announcement that nothing speaks against, where the instances are well. */
  record Sound(String slot, long sequence, long offset) {}

  /** Which models are announced. */
  enum Size { ANY, LARGE }

  /**
   * @param slots the first has a version of the configuration, the others get their first one here
   * @param seed decides what is announced
   */
  Announcements(final Map<String, Object> kafka, final String topic, final Lead lead, final List<String> slots, final Models models, final long seed) {
    this.kafka = kafka;
    this.topic = topic;
    this.lead = lead;
    this.slots = List.copyOf(slots);
    this.models = models;
    this.random = new Random(seed);
  }

  void start() {
    thread.execute(this::announceUntilStopped);
  }

  void prefer(final Size preferred) {
    size = preferred;
  }

  /** Those announced so far, in their order. */
  synchronized List<Sound> sound() {
    return List.copyOf(sound);
  }

  private synchronized void remember(final Sound one) {
    sound.add(one);
  }

  private void announceUntilStopped() {
    boolean begun = false;
    while (!stopped) {
      try (Announcer announcer = Announcer.open(kafka, topic, lead, Trust.none(), Optional.empty(), LIMIT)) {
        if (!begun) {
          for (final String slot : slots.subList(1, slots.size())) {
            announce(new Draft(slot, nextVersion(), models.small(0), new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD, true), announcer);
          }
          begun = true;
        }
        while (!stopped) {
          announce(next(), announcer);
          Thread.sleep(SHORTEST_PAUSE + random.nextInt(LONGEST_EXTRA_PAUSE));
        }
      } catch (final KafkaException away) {
        // The broker is gone for a while: what was being announced may be there or not, and another announcer goes on.
        continue;
      } catch (final InterruptedException end) {
        return;
      }
    }
  }

  private record Draft(
      String slot, String version, ArtifactReference artifact, Traffic traffic, EffectiveFrom from, Reach reach, boolean sound) {
    private Draft as(final Traffic other) {
      return new Draft(slot, version, artifact, other, from, reach, sound);
    }

    private Draft from(final EffectiveFrom other, final Reach how, final boolean stillSound) {
      return new Draft(slot, version, artifact, traffic, other, how, stillSound);
    }
  }

  private Draft next() {
    final String slot = slots.get(random.nextInt(slots.size()));
    final long now = System.currentTimeMillis();
    final Draft usual = new Draft(slot, nextVersion(), model(), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, true);
    if (size == Size.LARGE) {
      return usual;
    }
    return switch (random.nextInt(16)) {
      case 0 -> usual.from(new EffectiveFrom.At(now + 2 * lead.length().toMillis() + random.nextInt(3_000)), Reach.FORWARD, true);
      case 1 -> usual.from(new EffectiveFrom.At(now - random.nextInt((int) SHORT_PAST)), Reach.FORWARD, false);
      case 2 -> usual.from(new EffectiveFrom.At(now - random.nextInt((int) SHORT_PAST)), Reach.RETROACTIVE, true);
      case 3, 4 -> usual.as(new Traffic.Canary(random.nextInt(101), "salt-" + random.nextInt(3)));
      case 5 -> usual.as(new Traffic.Shadow());
      case 6 -> usual.as(new Traffic.Staged());
      case 7, 8 -> earlier(usual, new Traffic.Withdrawn());
      case 9 -> earlier(usual, new Traffic.Live());
      // The digest of another file.
      case 10 -> new Draft(slot, usual.version(), new ArtifactReference(models.small(0).location(), models.small(0).bytes(), models.small(1).sha256()),
          usual.traffic(), usual.from(), usual.reach(), false);
      default -> usual;
    };
  }

  private ArtifactReference model() {
    return size == Size.LARGE || random.nextInt(8) == 0 ? models.large() : models.small(random.nextInt());
  }

  /** A version of before in another role, if there is one. */
  private Draft earlier(final Draft usual, final Traffic traffic) {
    final List<Announcement> same = live.stream().filter(announced -> announced.slot().equals(usual.slot())).toList();
    if (same.isEmpty()) {
      return usual;
    }
    final Announcement one = same.get(Math.max(0, same.size() - 1 - random.nextInt(4)));
    return new Draft(one.slot(), one.version(), one.artifact(), traffic, usual.from(), usual.reach(), true);
  }

  private String nextVersion() {
    versions++;
    return Long.toString(versions);
  }

  private void announce(final Draft draft, final Announcer announcer) throws InterruptedException {
    final Announcer.Announced announced = announcer.announce(new Announcement(draft.slot(), 1, "model", draft.version(), "fasttext", draft.artifact(),
        Optional.empty(), draft.traffic(), draft.from(), draft.reach(), "", ""), LIMIT);
    if (draft.traffic() instanceof Traffic.Live && draft.sound() && announced.outcome() instanceof ControlLog.Accepted) {
      remember(new Sound(draft.slot(), announced.announcement().sequence(), announced.offset()));
      if (!(draft.from() instanceof EffectiveFrom.Beginning)) {
        // The first version of a slot is never withdrawn, so that there is one for every text.
        live.add(announced.announcement());
      }
    }
  }

  /** Objects to an announcement, as an instance that nobody knows. */
  void veto(final Sound one) throws Exception {
    final Verdict veto = new Verdict(one.slot(), one.sequence(), one.offset(), "objector", new Verdict.Veto("too-large", ""));
    send(List.of(new ProducerRecord<>(topic, veto.key().getBytes(StandardCharsets.UTF_8), VerdictCodec.encode(veto))));
  }

  /** Announces the withdrawal of one prepared version again and again: each is an entry that counts, and changes no label. */
  void fill(final int entries) throws Exception {
    final String slot = slots.getFirst();
    final ArtifactReference artifact = models.small(0);
    final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(entries);
    for (int entry = 0; entry < entries; entry++) {
      final Announcement announcement = new Announcement(slot, FIRST_FILLER + entry, "model", "filler", "fasttext", artifact, Optional.empty(),
          entry == 0 ? new Traffic.Staged() : new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
      records.add(new ProducerRecord<>(topic, announcement.key().getBytes(StandardCharsets.UTF_8), AnnouncementCodec.encode(announcement)));
    }
    send(records);
  }

  private void send(final List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    new Topics(String.valueOf(kafka.get("bootstrap.servers"))).send(records);
  }

  @Override
  public void close() {
    stopped = true;
    thread.shutdownNow();
    thread.close();
  }
}
