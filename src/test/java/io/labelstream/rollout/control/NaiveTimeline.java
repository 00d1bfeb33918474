package io.labelstream.rollout.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who labels a record by the whole control log, written down from the rules without any index: slow, and independent of what it is compared with. */
public final class NaiveTimeline {
  /** The label of a record that is older than every version. */
  public static final long DEAD_LETTER = -2;

  private final Lead lead;
  private final List<Announced> announced = new ArrayList<>();

  /** An announcement and what was said of it. */
  private static final class Announced {
    private final Announcement announcement;
    private final long offset;
    private final long asked;
    private final Set<String> judges = new HashSet<>();
    private long effective;
    private Long proof;
    private boolean over;

    private Announced(final Announcement announcement, final long offset, final long asked) {
      this.announcement = announcement;
      this.offset = offset;
      this.asked = asked;
      this.effective = asked;
    }

    boolean labels() {
      return announcement.traffic() instanceof Traffic.Live || announcement.traffic() instanceof Traffic.Canary;
    }

    /** Whether it comes before what would be effective from the beginning. */
    boolean isInUse() {
      return over ? proof != null && asked != Long.MIN_VALUE : labels() || announcement.traffic() instanceof Traffic.Shadow;
    }

    boolean countsAt(final long timestamp) {
      return !over && (proof != null || !labels() || offset < 0) && effective <= timestamp;
    }

    boolean isAfter(final Announced other) {
      return asked != other.asked ? asked > other.asked : offset > other.offset;
    }

    String version() {
      return announcement.version();
    }
  }

  public NaiveTimeline(final Lead lead, final Optional<Entry> base) {
    this.lead = lead;
    base.ifPresent(entry -> announced.add(new Announced(entry.announcement(), Entry.BASE_OFFSET, Entry.BEGINNING)));
  }

  /** The timeline of entries that are decided. */
  public static NaiveTimeline of(final Collection<Entry> entries) {
    final NaiveTimeline timeline = new NaiveTimeline(Lead.of(Duration.ZERO), Optional.empty());
    for (final Entry entry : entries) {
      final Announced decided = new Announced(entry.announcement(), entry.offset(), entry.asked());
      decided.effective = entry.effectiveFrom();
      decided.proof = 0L;
      decided.over = !entry.counts();
      timeline.announced.add(decided);
    }
    return timeline;
  }

  /** The timeline of the one slot that these records are about. */
  public static NaiveTimeline of(final List<ControlRecord> records, final Duration lead, final Optional<Entry> base) {
    final NaiveTimeline timeline = new NaiveTimeline(Lead.of(lead), base);
    for (final ControlRecord record : records) {
      final long time = record.appendTime().orElseThrow();
      if (AnnouncementCodec.decode(record.value()) instanceof AnnouncementCodec.Read(final Announcement announcement)) {
        timeline.announce(announcement, record.offset(), time);
      } else if (VerdictCodec.decode(record.value()) instanceof VerdictCodec.Read(final Verdict verdict)) {
        timeline.judge(verdict, time);
      }
    }
    return timeline;
  }

  public boolean knows(final String version) {
    return announced.stream().anyMatch(each -> each.version().equals(version));
  }

  public void announce(final Announcement announcement, final long offset, final long time) {
    if (announcement.effectiveFrom() instanceof EffectiveFrom.Beginning && announcement.reach() == Reach.FORWARD
        && announced.stream().anyMatch(Announced::isInUse)) {
      return;
    }
    final long asked = switch (announcement.effectiveFrom()) {
      case EffectiveFrom.AfterLead _ -> time + lead.length().toMillis();
      case EffectiveFrom.At(final long at) -> at;
      case EffectiveFrom.Beginning _ -> Long.MIN_VALUE;
    };
    if (announcement.traffic() instanceof Traffic.Withdrawn) {
      announced.stream().filter(each -> each.labels() && each.proof == null && each.offset >= 0 && each.version().equals(announcement.version()))
          .forEach(each -> each.over = true);
    }
    announced.add(new Announced(announcement, offset, asked));
  }

  public void judge(final Verdict verdict, final long time) {
    final Announced about = at(verdict.announcement());
    if (!about.judges.add(verdict.instance()) || about.over || !about.labels()) {
      return;
    }
    final boolean past = about.asked == Long.MIN_VALUE || about.announcement.reach() == Reach.RETROACTIVE;
    switch (verdict.finding()) {
      case Verdict.Proved _ -> {
        if (about.proof == null) {
          about.proof = time;
          about.effective = past ? about.asked : lead.effective(time, about.asked);
        }
      }
      case Verdict.Veto _ -> {
        if (about.announcement.objections() == Objections.HEARD) {
          about.over = about.proof == null || time <= lead.lastObjection(about.proof, about.effective);
        }
      }
    }
  }

  /** The offset of the entry that labels a record. */
  public long label(final long timestamp, final byte @Nullable [] key) {
    return label(timestamp, key, Long.MAX_VALUE);
  }

  /** Whether a label was right before some retroactive entry counted. */
  public boolean isSuperseded(final long timestamp, final byte @Nullable [] key, final long label) {
    return announced.stream().filter(each -> each.announcement.reach() == Reach.RETROACTIVE)
        .filter(each -> each.proof != null)
        .anyMatch(each -> label(timestamp, key, each.proof) == label);
  }

  /** @param retroactiveBefore retroactive entries that were proved later do not count */
  private long label(final long timestamp, final byte @Nullable [] key, final long retroactiveBefore) {
    final List<Announced> counting = announced.stream().filter(each -> each.countsAt(timestamp))
        .filter(each -> each.announcement.reach() == Reach.FORWARD || each.proof < retroactiveBefore).toList();
    return beside(counting, Traffic.Canary.class).filter(each -> CanaryKeys.of((Traffic.Canary) each.announcement.traffic()).contains(key))
        .or(() -> live(counting)).map(each -> each.offset).orElse(DEAD_LETTER);
  }

  /** The offset of the entry that labels the records of no canary. */
  public Optional<Long> live(final long timestamp) {
    return live(counting(timestamp)).map(each -> each.offset);
  }

  /** The offset of the canary or shadow entry. */
  Optional<Long> beside(final long timestamp, final Class<? extends Traffic> kind) {
    return beside(counting(timestamp), kind).map(each -> each.offset);
  }

  boolean isVoid(final long offset) {
    return at(offset).over;
  }

  boolean counts(final long offset) {
    return at(offset).countsAt(Long.MAX_VALUE);
  }

  long effective(final long offset) {
    return at(offset).effective;
  }

  private Announced at(final long offset) {
    return announced.stream().filter(each -> each.offset == offset).findFirst().orElseThrow();
  }

  private List<Announced> counting(final long timestamp) {
    return announced.stream().filter(each -> each.countsAt(timestamp)).toList();
  }

  private static Optional<Announced> live(final List<Announced> counting) {
    return latest(of(counting, Traffic.Live.class).filter(each -> !isWithdrawn(each, counting)));
  }

  private static Optional<Announced> beside(final List<Announced> counting, final Class<? extends Traffic> kind) {
    return latest(of(counting, kind))
        .filter(each -> !isWithdrawn(each, counting) && of(counting, Traffic.Live.class).noneMatch(live -> live.isAfter(each)));
  }

  private static Stream<Announced> of(final List<Announced> counting, final Class<? extends Traffic> kind) {
    return counting.stream().filter(each -> kind.isInstance(each.announcement.traffic()));
  }

  private static boolean isWithdrawn(final Announced entry, final List<Announced> counting) {
    return counting.stream().anyMatch(each -> each.announcement.traffic() instanceof Traffic.Withdrawn && each.version().equals(entry.version())
        && each.isAfter(entry));
  }

  private static Optional<Announced> latest(final Stream<Announced> entries) {
    return entries.max(Comparator.comparingLong((Announced each) -> each.asked).thenComparingLong(each -> each.offset));
  }
}
