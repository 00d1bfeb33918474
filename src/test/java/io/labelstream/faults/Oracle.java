package io.labelstream.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;

/**
 * The version that labels a record, by the records of the control topic and the documentation of rollouts. It shares no code with the pipeline: it reads the
 * fields of announcements and verdicts by their published schemas. Not thread-safe.
 */
final class Oracle {
  /** Stands for the offset of a version that the configuration names. */
  static final long BASE = -1;

  private static final BinaryMessageDecoder<GenericRecord> DECODER = decoder();
  private static final Comparator<Entry> LATEST_FIRST =
      Comparator.<Entry>comparingLong(entry -> entry.asked).thenComparingLong(entry -> entry.offset).reversed();

  private final long lead;
  private final Map<String, Slot> slots = new HashMap<>();

  /** The version, and the role, that is right for a record. */
  record Choice(String version, String sha256, long offset, String traffic) {}

  private enum State { PENDING, COUNTS, VOID }

  private static final class Slot {
    private final Map<Long, Entry> byOffset = new HashMap<>();
    private final Set<Long> sequences = new HashSet<>();
    private final Map<String, String> verdicts = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Map<String, List<Entry>> byVersion = new HashMap<>();
    private final List<Entry> serving = new ArrayList<>();
  }

  private static final class Entry {
    private final GenericRecord said;
    private final String traffic;
    private final String version;
    private final long offset;
    private final long asked;
    private long effective;
    private State state;
    private long lastVeto = Long.MAX_VALUE;
    private boolean wasProved;

    private Entry(final GenericRecord said, final long offset, final long asked) {
      this.said = said;
      this.traffic = text(said, "traffic");
      this.version = text(said, "model") + ":" + text(said, "version");
      this.offset = offset;
      this.asked = asked;
      this.effective = asked;
      this.state = is("LIVE") || is("CANARY") ? State.PENDING : State.COUNTS;
    }

    private boolean is(final String kind) {
      return traffic.equals(kind);
    }

    private boolean retroactive() {
      return (boolean) said.get("retroactive");
    }

    private boolean countsAt(final long timestamp) {
      return state == State.COUNTS && effective <= timestamp;
    }

    private Choice choice() {
      return new Choice(text(said, "version"), text((GenericRecord) said.get("artifact"), "sha256"), offset, is("CANARY") ? "canary" : "live");
    }
  }

  Oracle(final long leadMillis) {
    this.lead = leadMillis;
  }

  /** Names the version of the configuration, which is live from the beginning. */
  void base(final String slot, final String model, final String version, final String sha256) {
    final Schema announcement = schema("ModelAnnouncement");
    final GenericRecord artifact = new GenericData.Record(announcement.getField("artifact").schema());
    artifact.put("sha256", sha256);
    final GenericRecord said = new GenericData.Record(announcement);
    said.put("traffic", "LIVE");
    said.put("model", model);
    said.put("version", version);
    said.put("artifact", artifact);
    said.put("retroactive", false);
    final Entry entry = new Entry(said, BASE, Long.MIN_VALUE);
    entry.state = State.COUNTS;
    add(entry, slots.computeIfAbsent(slot, _ -> new Slot()));
  }

  /** Takes the next record of the control topic, which must have the broker's append time. */
  void take(final long offset, final long appended, final byte[] key, final byte[] value) throws IOException {
    final GenericRecord said = DECODER.decode(value);
    final Slot slot = slots.computeIfAbsent(text(said, "slot"), _ -> new Slot());
    final String ownKey = text(said, "slot") + "/" + said.get("sequence");
    if (said.getSchema().getName().equals("ModelVerdict")) {
      if (new String(key, StandardCharsets.UTF_8).equals(ownKey + "/verdict/" + text(said, "instance"))) {
        takeVerdict(said, appended, slot);
      }
    } else if (new String(key, StandardCharsets.UTF_8).equals(ownKey)) {
      takeAnnouncement(said, offset, appended, slot);
    }
  }

  private void takeAnnouncement(final GenericRecord said, final long offset, final long appended, final Slot slot) {
    if (!slot.sequences.add((long) said.get("sequence"))) {
      return;
    }
    final Optional<Long> from = Optional.ofNullable((Long) said.get("effectiveFrom"));
    final Entry entry = new Entry(said, offset, from.orElse(appended + lead));
    final String sha256 = text((GenericRecord) said.get("artifact"), "sha256");
    final boolean conflicts = !slot.digests.getOrDefault(entry.version, sha256).equals(sha256);
    final boolean unknown = entry.is("WITHDRAWN") && !slot.digests.containsKey(entry.version);
    final boolean first = slot.serving.stream().allMatch(each -> each.state == State.VOID && (!each.wasProved || each.asked == Long.MIN_VALUE));
    final boolean early = from.isPresent() && !entry.retroactive() && (from.get() == Long.MIN_VALUE ? !first : from.get() < appended + lead);
    if (!conflicts && !unknown && !early) {
      add(entry, slot);
      if (entry.is("WITHDRAWN")) {
        slot.byVersion.get(entry.version).stream().filter(each -> each.state == State.PENDING).forEach(each -> each.state = State.VOID);
      }
    }
  }

  private static void add(final Entry entry, final Slot slot) {
    slot.byOffset.put(entry.offset, entry);
    slot.digests.put(entry.version, text((GenericRecord) entry.said.get("artifact"), "sha256"));
    slot.byVersion.computeIfAbsent(entry.version, _ -> new ArrayList<>()).add(entry);
    if (!entry.is("STAGED") && !entry.is("WITHDRAWN")) {
      slot.serving.add(entry);
      slot.serving.sort(LATEST_FIRST);
    }
  }

  private void takeVerdict(final GenericRecord said, final long appended, final Slot slot) {
    final Entry entry = slot.byOffset.get((long) said.get("announcementOffset"));
    final boolean proves = text(said, "verdict").equals("PROVED");
    if (entry == null || !entry.said.get("sequence").equals(said.get("sequence"))
        || slot.verdicts.putIfAbsent(said.get("sequence") + "/" + text(said, "instance"), proves + text(said, "code") + text(said, "detail")) != null) {
      return;
    }
    if (proves && entry.state == State.PENDING) {
      entry.state = State.COUNTS;
      entry.wasProved = true;
      final boolean keepsItsTime = entry.retroactive() || entry.asked == Long.MIN_VALUE;
      entry.effective = keepsItsTime ? entry.asked : Math.max(entry.asked, appended + lead);
      entry.lastVeto = Math.max(entry.effective, appended + lead) - lead / 2;
    } else if (!proves && !(boolean) entry.said.get("noVeto") && (entry.is("LIVE") || entry.is("CANARY"))
        && (entry.state == State.PENDING || entry.state == State.COUNTS && appended <= entry.lastVeto)) {
      entry.state = State.VOID;
    }
  }

  /** The fate of an announcement by a time. */
  enum Outcome { OPEN, EFFECTIVE, VOID }

  /** The fate of the announcement at an offset; void where it was refused. */
  Outcome outcome(final String slot, final long offset, final long time) {
    final Entry entry = slots.getOrDefault(slot, new Slot()).byOffset.get(offset);
    return entry == null || entry.state == State.VOID ? Outcome.VOID : entry.countsAt(time) ? Outcome.EFFECTIVE : Outcome.OPEN;
  }

  /** Whether the announcement at an offset is proved, a veto that is appended now would come too late, and its effective time is still to come. */
  boolean isTooLateForAVeto(final String slot, final long offset, final long now) {
    final Entry entry = slots.getOrDefault(slot, new Slot()).byOffset.get(offset);
    return entry != null && entry.wasProved && entry.state == State.COUNTS && entry.lastVeto < now && now < entry.effective;
  }

  /** The right version; empty where none labels. */
  Optional<Choice> choice(final String slot, final long timestamp, final Optional<String> key) {
    return choice(slots.getOrDefault(slot, new Slot()), timestamp, key, Long.MAX_VALUE);
  }

  /** The right version first, then those that were right before retroactive announcements. */
  Set<Choice> choices(final String slot, final long timestamp, final Optional<String> key) {
    final Slot of = slots.getOrDefault(slot, new Slot());
    final Set<Choice> choices = new LinkedHashSet<>();
    choice(of, timestamp, key, Long.MAX_VALUE).ifPresent(choices::add);
    of.serving.stream().filter(entry -> entry.retroactive() && entry.countsAt(timestamp)).map(entry -> entry.offset).sorted(Comparator.reverseOrder())
        .forEach(since -> choice(of, timestamp, key, since).ifPresent(choices::add));
    return choices;
  }

  /** The choice without those retroactive entries that have this offset or a higher one. */
  private static Optional<Choice> choice(final Slot slot, final long timestamp, final Optional<String> key, final long since) {
    boolean canaryIsDue = true;
    boolean liveCame = false;
    for (final Entry entry : slot.serving) {
      if (!entry.countsAt(timestamp) || entry.retroactive() && entry.offset >= since) {
        continue;
      }
      if (entry.is("LIVE")) {
        liveCame = true;
        if (!withdrawn(entry, slot, timestamp)) {
          return Optional.of(entry.choice());
        }
      } else if (entry.is("CANARY") && canaryIsDue && !liveCame) {
        canaryIsDue = false;
        if (!withdrawn(entry, slot, timestamp) && key.isPresent() && isCanaryKey(key.get(), entry.said)) {
          return Optional.of(entry.choice());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean withdrawn(final Entry entry, final Slot slot, final long timestamp) {
    return slot.byVersion.get(entry.version).stream()
        .anyMatch(each -> each.is("WITHDRAWN") && each.countsAt(timestamp) && LATEST_FIRST.compare(each, entry) < 0);
  }

  /** FNV-1a over salt, a zero byte and key, MurmurHash3's finaliser, and the share of 10,000 buckets. */
  private static boolean isCanaryKey(final String key, final GenericRecord canary) {
    long hash = 0xcbf29ce484222325L;
    for (final byte each : (text(canary, "canarySalt") + "\0" + key).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each & 0xFF) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return Math.unsignedMultiplyHigh(hash ^ hash >>> 33, 10_000) < 100L * (int) canary.get("canaryPercent");
  }

  private static String text(final GenericRecord record, final String field) {
    return record.get(field).toString();
  }

  private static BinaryMessageDecoder<GenericRecord> decoder() {
    final BinaryMessageDecoder<GenericRecord> decoder = new BinaryMessageDecoder<>(GenericData.get(), null);
    decoder.addSchema(schema("ModelAnnouncement"));
    decoder.addSchema(schema("ModelVerdict"));
    return decoder;
  }

  private static Schema schema(final String name) {
    try {
      return new Schema.Parser().parse(Files.readString(Path.of("schemas", name + ".avsc")));
    } catch (final IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
