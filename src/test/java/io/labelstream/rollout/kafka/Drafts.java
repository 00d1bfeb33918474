package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Announcements for slot {@code language}. */
final class Drafts {
  static final String SLOT = "language";

  private Drafts() {}

  static Announcement live(final long sequence) {
    return of(sequence, new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  static Announcement of(final long sequence, final EffectiveFrom effectiveFrom, final Reach reach) {
    return new Announcement(SLOT, sequence, "lid", "v" + sequence, "fasttext",
        new ArtifactReference("file:///models/lid.ftz", 1000, String.format("%064x", sequence)), Optional.empty(),
        new Traffic.Live(), effectiveFrom, reach, "", "");
  }

  /** The withdrawal of the version that was announced with an earlier sequence. */
  static Announcement withdrawal(final long sequence, final Announcement of, final EffectiveFrom effectiveFrom) {
    return new Announcement(SLOT, sequence, of.model(), of.version(), of.family(), of.artifact(), of.samples(), new Traffic.Withdrawn(), effectiveFrom,
        Reach.FORWARD, "", "");
  }

  /** The proof of an announcement that lies at an offset. */
  static ProducerRecord<byte[], byte[]> proof(final String topic, final long sequence, final long offset) {
    return verdict(topic, sequence, offset, new Verdict.Proved());
  }

  /** A verdict about an announcement that lies at an offset. */
  static ProducerRecord<byte[], byte[]> verdict(final String topic, final long sequence, final long offset, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict(SLOT, sequence, offset, "one", finding);
    return record(topic, verdict.key(), VerdictCodec.encode(verdict));
  }

  static ProducerRecord<byte[], byte[]> record(final String topic, final Announcement announcement) {
    return record(topic, announcement.key(), AnnouncementCodec.encode(announcement));
  }

  static ProducerRecord<byte[], byte[]> record(final String topic, final String key, final byte[] value) {
    return new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
