package io.labelstream.fuzz;

import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.Announcements;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.SigningKey;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import io.labelstream.rollout.kafka.KafkaReaders;
import io.labelstream.wire.UndecodableValueException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** All that travels between instances and tools: the control topic, the status topic, artefacts, samples, keys. */
final class RolloutTargets {
  private static final Bound VALUES = Bound.of(64, 1 << 20);
  private static final long SECOND = 1_000;
  private static final int FLAGS = 1 + 2 * Short.BYTES;

  private final Path file;
  private final Trust trust;

  private RolloutTargets(final Path file, final PublicKey key) {
    this.file = file;
    this.trust = Trust.of(List.of(key), "cluster");
  }

  static List<FuzzTarget> of(final Path folder) throws Exception {
    final Path secret = folder.resolve("private.pem");
    final Path open = folder.resolve("public.pem");
    SigningKey.generate(secret, open);
    final RolloutTargets targets = new RolloutTargets(folder.resolve("key.pem"), Trust.readKey(open));
    return List.of(
        FuzzTarget.of("announcement", announcements(), VALUES, RolloutTargets::announcement, List.of()),
        FuzzTarget.of("verdict", verdicts(), VALUES, RolloutTargets::verdict, List.of()),
        FuzzTarget.of("control-log", List.of(log()), Bound.of(1024, 1 << 20), targets::log, List.of()),
        FuzzTarget.of("status", KafkaReaders.statuses(), VALUES,
            value -> KafkaReaders.isStatus(value) ? Reader.ACCEPTED : "unreadable", List.of()),
        FuzzTarget.of("artefact-index", List.of(KafkaReaders.index()), VALUES,
            value -> KafkaReaders.objection(value).isEmpty() ? Reader.ACCEPTED : "objection", List.of(UndecodableValueException.class)),
        FuzzTarget.of("artefact-location", List.of(utf8("kafka:artefacts/0/12/" + "ab".repeat(32))), VALUES,
            text -> KafkaReaders.location(new String(text, StandardCharsets.UTF_8)).isPresent() ? Reader.ACCEPTED : "no location", List.of()),
        FuzzTarget.of("golden-samples", samples(), VALUES, RolloutTargets::samples, List.of(GoldenSamples.UnreadableException.class)),
        FuzzTarget.of("key-files", List.of(Files.readAllBytes(secret), Files.readAllBytes(open)), VALUES, targets::keys, List.of(KeyFileException.class)));
  }

  private static List<byte[]> announcements() {
    final Announcement live = Announcements.of(1, "v1", new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
    return List.of(
        AnnouncementCodec.encode(live),
        AnnouncementCodec.encode(Announcements.of(2, "v2", new Traffic.Canary(10, "salt"), new EffectiveFrom.At(1_000_000), Reach.RETROACTIVE)),
        AnnouncementCodec.encode(Announcements.of(3, "v3", new Traffic.Shadow(), new EffectiveFrom.Beginning(), Reach.FORWARD)),
        AnnouncementCodec.encode(Announcements.ignoringObjections(live)));
  }

  private static List<byte[]> verdicts() {
    return List.of(
        VerdictCodec.encode(new Verdict(Announcements.SLOT, 1, 0, "one", new Verdict.Proved())),
        VerdictCodec.encode(new Verdict(Announcements.SLOT, 1, 0, "two", new Verdict.Veto("digest-differs", "the file has the SHA-256 00"))));
  }

  private static String announcement(final byte[] value) {
    return switch (AnnouncementCodec.decode(value)) {
      case AnnouncementCodec.Read(final Announcement announcement) -> {
        AnnouncementCodec.encode(announcement);
        yield Reader.ACCEPTED;
      }
      case AnnouncementCodec.Unreadable unreadable -> unreadable.rejection().code().code();
    };
  }

  private static String verdict(final byte[] value) {
    return switch (VerdictCodec.decode(value)) {
      case VerdictCodec.Read(final Verdict verdict) -> {
        VerdictCodec.encode(verdict);
        yield Reader.ACCEPTED;
      }
      case VerdictCodec.Unreadable unreadable -> unreadable.rejection().code().code();
    };
  }

  /** Records one after the other: flags, the length of the key, that of the value, key, value. */
  private static byte[] log() {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    record(out, Announcements.SLOT + "/1", announcements().getFirst());
    record(out, Announcements.SLOT + "/1/verdict/one", verdicts().getFirst());
    record(out, Announcements.SLOT + "/2", announcements().get(1));
    record(out, Announcements.SLOT + "/1/verdict/two", verdicts().getLast());
    record(out, Announcements.SLOT + "/4",
        AnnouncementCodec.encode(Announcements.of(4, "v1", new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD)));
    return out.toByteArray();
  }

  private static void record(final ByteArrayOutputStream out, final String key, final byte[] value) {
    out.writeBytes(ByteBuffer.allocate(FLAGS).put((byte) 1).putShort((short) key.length()).putShort((short) value.length).array());
    out.writeBytes(utf8(key));
    out.writeBytes(value);
  }

  private String log(final byte[] input) {
    final ByteBuffer records = ByteBuffer.wrap(input);
    final ControlLog log = ControlLog.ofAllSlots(Lead.of(Duration.ofSeconds(30)), input.length % 2 == 0 ? Trust.none() : trust);
    String last = "empty";
    for (long offset = 0; records.remaining() >= FLAGS; offset++) {
      final byte flags = records.get();
      final int keyBytes = records.getShort() & 0xFFFF;
      final int valueBytes = records.getShort() & 0xFFFF;
      final byte[] key = next(records, keyBytes);
      final byte[] value = next(records, valueBytes);
      last = outcome(log.append(new ControlRecord(offset, (flags & 1) == 0 ? OptionalLong.empty() : OptionalLong.of(offset * SECOND * (flags | 1)),
          (flags & 2) == 0 ? key : null, (flags & 4) == 0 ? value : null, (flags & 8) == 0 ? null : key)));
    }
    for (final String slot : log.slots()) {
      log.timeline(slot);
      log.expected(slot);
      log.nextSequence(slot);
    }
    return last;
  }

  private static String outcome(final ControlLog.Outcome outcome) {
    return switch (outcome) {
      case ControlLog.Accepted _, ControlLog.Judged _ -> Reader.ACCEPTED;
      case ControlLog.Foreign _ -> "foreign";
      case ControlLog.Refused refused -> refused.rejection().code().code();
    };
  }

  private static byte[] next(final ByteBuffer records, final int bytes) {
    final byte[] next = new byte[Math.min(bytes, records.remaining())];
    records.get(next);
    return next;
  }

  private static List<byte[]> samples() {
    return List.of(
        utf8("""
            {"text":"guten Tag \\u00e9","labels":[{"name":"de","score":0.99},{"name":"nl","score":0.004}]}
            {"text":"","labels":[{"name":"__label__日","score":1.00001}]}
            """),
        utf8("{\"text\":\"a\",\"vector\":[0.0713,-0.25,1e-3]}\n"));
  }

  private static String samples(final byte[] file) throws GoldenSamples.UnreadableException {
    GoldenSamples.read(GoldenSamples.read(file).write());
    return Reader.ACCEPTED;
  }

  private String keys(final byte[] input) throws Exception {
    Inputs.write(file, input);
    if (new String(input, StandardCharsets.ISO_8859_1).contains("PRIVATE")) {
      SigningKey.read(file);
    } else {
      Trust.readKey(file);
    }
    return Reader.ACCEPTED;
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
