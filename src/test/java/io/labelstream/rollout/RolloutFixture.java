package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A rollout over made-up model files in a folder, with a clock that stands still, a control topic in memory, and the announcements that the test makes. */
final class RolloutFixture implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(5);
  static final Duration AT_ONCE = Duration.ZERO;
  static final Duration LEAD = Duration.ofSeconds(30);
  static final Duration LINGER = Duration.ofSeconds(60);
  static final long START = 1_700_000_000_000L;
  static final long LARGEST_MODEL = 1 << 24;
  static final String SLOT = "topic";
  static final String OTHER = "intent";
  static final String INSTANCE = "this-instance";

  final Path folder;
  final SetClock clock = new SetClock(START);
  final ControlInMemory control = new ControlInMemory(clock);
  final List<ModelReport> reports = new CopyOnWriteArrayList<>();
  private final Map<String, ArtifactSource> sources = new LinkedHashMap<>();
  private final Map<String, Optional<BaseModel>> slots = new LinkedHashMap<>(Map.of(SLOT, Optional.empty(), OTHER, Optional.empty()));
  private final List<Entry> entries = new ArrayList<>();
  private final AtomicLong sequences = new AtomicLong();
  private MemoryPolicy policy = MemoryPolicy.AVAILABILITY;
  private long memoryBytes = 1 << 30;
  private Duration fetchTimeout = Duration.ofSeconds(10);
  private Duration linger = LINGER;
  private Path staging;
  private Set<String> vectorSlots = Set.of();
  private Optional<Rollout> rollout = Optional.empty();

  RolloutFixture(final Path folder) {
    this.folder = folder;
    this.staging = folder;
    sources.put("file", FileArtifacts.below(List.of(folder)));
  }

  RolloutFixture memory(final long bytes, final MemoryPolicy memoryPolicy) {
    memoryBytes = bytes;
    policy = memoryPolicy;
    return this;
  }

  RolloutFixture fetchTimeout(final Duration timeout) {
    fetchTimeout = timeout;
    return this;
  }

  RolloutFixture linger(final Duration time) {
    linger = time;
    return this;
  }

  RolloutFixture staging(final Path path) {
    staging = path;
    return this;
  }

  RolloutFixture vectorSlots(final String... names) {
    vectorSlots = Set.of(names);
    return this;
  }

  RolloutFixture source(final String scheme, final ArtifactSource source) {
    sources.put(scheme, source);
    return this;
  }

  RolloutFixture base(final String slot, final Path file) {
    slots.put(slot, Optional.of(new BaseModel("base", Optional.of("0"), file)));
    return this;
  }

  /** Opens the rollout, with the control topic read to its end: there is nothing on it. */
  RolloutFixture open() throws IOException, ModelRefusedException {
    openUnread();
    rollout().confirm(START);
    return this;
  }

  /** Opens the rollout; the control topic is still to be read. */
  RolloutFixture openUnread() throws IOException, ModelRefusedException {
    final RolloutSettings settings =
        new RolloutSettings(Lead.of(LEAD), ModelOptions.defaults(), LARGEST_MODEL, memoryBytes, policy, fetchTimeout, linger, staging, vectorSlots);
    rollout = Optional.of(Rollout.open(settings, slots, sources, new Judge.Instance(INSTANCE, control), sink(), clock));
    control.open(new ControlLog(Lead.of(LEAD), Trust.none(), rollout().baseEntries()), rollout());
    return this;
  }

  private StatusSink sink() {
    return new StatusSink() {
      @Override
      public void model(final ModelReport report) {
        reports.add(report);
      }

      @Override
      public void control(final ControlReport report) {
        throw new AssertionError("a rollout has nothing to say of control records");
      }
    };
  }

  Rollout rollout() {
    return rollout.orElseThrow();
  }

  SlotModels models() {
    return rollout().slot(SLOT);
  }

  /** A small sound model; models of other seeds have other weights. */
  Path model(final int seed) {
    return write(new FastTextModelFile(seed));
  }

  Path write(final FastTextModelFile model) {
    try {
      return model.write(folder);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An announcement of the file as it is now. */
  Announced announcing(final Path file, final String version) {
    return new Announced(file, version);
  }

  /** The announcement of a file; the fields that a test does not change are right. */
  final class Announced {
    private final String version;
    private String model = "made-up";
    private String slot = SLOT;
    private String family = "fasttext";
    private ArtifactReference artifact;
    private Optional<ArtifactReference> samples = Optional.empty();
    private Traffic traffic = new Traffic.Live();
    private OptionalLong effectiveFrom = OptionalLong.empty();
    private Objections objections = Objections.HEARD;

    private Announced(final Path file, final String version) {
      this.version = version;
      this.artifact = reference(file);
    }

    Announced slot(final String name) {
      slot = name;
      return this;
    }

    Announced model(final String name) {
      model = name;
      return this;
    }

    Announced family(final String name) {
      family = name;
      return this;
    }

    Announced location(final String location) {
      artifact = new ArtifactReference(location, artifact.bytes(), artifact.sha256());
      return this;
    }

    Announced bytes(final long bytes) {
      artifact = new ArtifactReference(artifact.location(), bytes, artifact.sha256());
      return this;
    }

    Announced sha256(final String sha256) {
      artifact = new ArtifactReference(artifact.location(), artifact.bytes(), sha256);
      return this;
    }

    Announced samples(final Path file) {
      samples = Optional.of(reference(file));
      return this;
    }

    Announced traffic(final Traffic share) {
      traffic = share;
      return this;
    }

    Announced from(final long epochMillis) {
      effectiveFrom = OptionalLong.of(epochMillis);
      return this;
    }

    Announced objections(final Objections heard) {
      objections = heard;
      return this;
    }

    Announced after(final Duration wait) {
      return from(clock.millis() + wait.toMillis());
    }

    /** Has the rollout accept it as an entry that counts without any proof, from the clock's time on where the test gives none. */
    Entry accept() {
      final long from = effectiveFrom.orElse(clock.millis());
      final Entry entry = new Entry(announcement(new EffectiveFrom.At(from), Reach.RETROACTIVE), control.takeOffset(), from);
      entries.add(entry);
      rollout().accept(List.of(entry));
      return entry;
    }

    /** Writes it to the control log, after the lead where the test gives no time. It counts once it is proved. */
    Entry announce() {
      return control.announce(announcement(effectiveFrom.isPresent() ? new EffectiveFrom.At(effectiveFrom.getAsLong()) : new EffectiveFrom.AfterLead(),
          Reach.FORWARD));
    }

    /** As {@link #announce}, also for past event times. */
    Entry announceRetroactively() {
      return control.announce(announcement(new EffectiveFrom.At(effectiveFrom.orElse(clock.millis())), Reach.RETROACTIVE));
    }

    private Announcement announcement(final EffectiveFrom from, final Reach reach) {
      return new Announcement(slot, sequences.incrementAndGet(), model, version, family, artifact, samples, traffic, from, reach, objections, "", "");
    }
  }

  /** The entries that count without any proof. */
  List<Entry> entries() {
    return entries;
  }

  static ArtifactReference reference(final Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return new ArtifactReference(file.toUri().toString(), channel.size(), Sha256.of(channel));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the rollout has written so many verdicts. */
  List<Verdict> awaitVerdicts(final int count) {
    return Deadline.within(LIMIT, count + " verdicts", control::verdicts, verdicts -> verdicts.size() >= count);
  }

  /** Waits until an entry that was announced has a decision of a kind, and the rollout knows that. */
  <T extends Decision> T awaitDecision(final Entry entry, final Class<T> kind) {
    return kind.cast(Deadline.within(LIMIT, entry.announcement().version() + " is " + kind.getSimpleName(), () -> control.now(entry).decision(), kind::isInstance));
  }

  /** The latest state of an entry's version. */
  ModelReport report(final Entry entry) {
    return rollout().versions().stream()
        .filter(report -> report.slot().equals(entry.announcement().slot()) && report.entry().id().equals(entry.id()))
        .findFirst()
        .orElseThrow();
  }

  ModelReport awaitState(final Entry entry, final ModelState state) {
    return Deadline.within(LIMIT, entry.announcement().version() + " is " + state, () -> report(entry), report -> report.state() == state);
  }

  void awaitSettled() throws InterruptedException {
    assertThat(rollout().awaitSettled(LIMIT)).isEqualTo(new Rollout.Outcome.Settled());
  }

  /** The states of a version in the order in which the sink was told. */
  List<ModelState> told(final Entry entry) {
    return reports.stream()
        .filter(report -> report.slot().equals(entry.announcement().slot()) && report.entry().id().equals(entry.id()))
        .map(ModelReport::state)
        .toList();
  }

  Hold hold(final Entry entry) throws InterruptedException {
    return ((Acquisition.Held) rollout().slot(entry.announcement().slot()).acquire(entry, LIMIT)).hold();
  }

  /** The version that labels a record of this time. */
  Optional<Entry> liveAt(final long timestamp) {
    return models().plan().timeline().at(timestamp).live();
  }

  static List<Path> list(final Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    rollout.ifPresent(Rollout::close);
    control.close();
  }
}
