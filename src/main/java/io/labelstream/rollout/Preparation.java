package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.artifact.ArtifactException;
import io.labelstream.rollout.artifact.ArtifactSource;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.artifact.Staging;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.RejectedException;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps from a location to a proved model, a method each; the caller decides when to take them. Thread-safe. */
final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final long WARMING_NANOS = Duration.ofMillis(100).toNanos();

  private final ModelOptions options;
  private final long maxModelBytes;
  private final Map<String, ArtifactSource> sources;
  private final Staging staging;

  /**
   * @param sources by scheme, in lower case
   */
  Preparation(final ModelOptions options, final long maxModelBytes, final Map<String, ArtifactSource> sources, final Staging staging) {
    this.options = options;
    this.maxModelBytes = maxModelBytes;
    this.sources = Map.copyOf(sources);
    this.staging = staging;
  }

  /**
   * Brings the artefacts that an attempt needs to this machine. A model that the configuration names is opened where it is, as it is the user's own; if this is
   * no longer possible, it is fetched from where it was announced.
   *
   * @param patience how long each location may take
   * @throws RejectedException if no location gives them: the reason of the first one that may mend by itself, else that of the first
   */
  Fetched fetch(final Attempt attempt, final Duration patience) throws RejectedException, IOException, InterruptedException {
    final long start = System.nanoTime();
    requireKnown(attempt.entry.announcement().family());
    final Optional<byte[]> samples = announcedSamples(attempt.entry, patience);
    if (attempt.parts == Attempt.Parts.SAMPLES) {
      return new Fetched(Optional.empty(), samples);
    }
    final Fetched fetched = new Fetched(Optional.of(model(attempt, patience)), samples);
    attempt.steps.end(ModelState.FETCHED, start);
    return fetched;
  }

  private FileChannel model(final Attempt attempt, final Duration patience) throws RejectedException, IOException, InterruptedException {
    if (attempt.version.file.isEmpty()) {
      return stageModel(attempt.locations, patience);
    }
    try {
      return configured(attempt.version.file.get(), attempt.version.id.sha256());
    } catch (final RejectedException | IOException gone) {
      if (attempt.locations.isEmpty()) {
        throw gone;
      }
      LOG.atWarn().addKeyValue("offset", attempt.entry.offset()).addKeyValue("detail", gone.getMessage())
          .log("the model of the configuration cannot be used any more; it is fetched from where it was announced");
      return stageModel(attempt.locations, patience);
    }
  }

  /** Compares digest and family of the model with those that were announced, and reads it and the golden samples. */
  Verified verify(final Entry entry, final Fetched fetched, final StepTimes steps) throws RejectedException, IOException {
    final Optional<String> family = Optional.of(entry.announcement().family());
    if (fetched.model().isEmpty()) {
      return read(fetched, family);
    }
    final long start = System.nanoTime();
    requireDigest("the model", entry.id().sha256(), fetched.model().get());
    final Verified verified = read(fetched, family);
    steps.end(ModelState.VERIFIED, start);
    return verified;
  }

  /**
   * Reads fetched artefacts.
   *
   * @param family the family that was announced
   */
  Verified read(final Fetched fetched, final Optional<String> family) throws RejectedException, IOException {
    if (fetched.model().isEmpty()) {
      return new Verified(0, samples(fetched, Optional.empty()), Optional.empty());
    }
    final ModelArtifact model = read(fetched.model().get());
    try {
      if (family.isPresent()) {
        requireFamily(family.get(), model.description().family());
      }
      return new Verified(model.plan(options).memory().residentBytes(), samples(fetched, Optional.of(model)), Optional.of(model));
    } catch (final RejectedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }

  private FileChannel stageModel(final List<ArtifactReference> locations, final Duration patience)
      throws RejectedException, IOException, InterruptedException {
    final List<RejectedException> failures = new ArrayList<>();
    for (final ArtifactReference location : locations) {
      try {
        if (location.bytes() > maxModelBytes) {
          throw new RejectedException(RejectionCode.TOO_LARGE, "the model has " + location.bytes() + " bytes, expected at most " + maxModelBytes);
        }
        final FileChannel staged = stage("the model", location, System.nanoTime() + patience.toNanos());
        if (failures.size() + 1 < locations.size()) {
          // A location with other bytes must not hide those that have the model; of the last one, verification tells.
          requireDigestOrClose("the model", location.sha256(), staged);
        }
        failures.clear();
        return staged;
      } catch (final RejectedException failure) {
        failures.add(failure);
      }
    }
    throw failures.stream().filter(failure -> failure.rejection().code().outlook() == RejectionCode.Outlook.PASSING).findFirst()
        .orElseGet(failures::getFirst);
  }

  /** Samples that are gone do not matter where the version was proved before: the digest is the same. */
  private Optional<byte[]> announcedSamples(final Entry entry, final Duration patience) throws RejectedException, IOException, InterruptedException {
    final Optional<ArtifactReference> samples = entry.announcement().samples();
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(sampleBytes(samples.get(), System.nanoTime() + patience.toNanos()));
    } catch (final RejectedException failure) {
      if (entry.decision() instanceof Decision.Proved) {
        LOG.atWarn().addKeyValue("offset", entry.offset()).addKeyValue("code", failure.rejection().code().code())
            .log("the golden samples of a version that was proved before cannot be read; it is opened without them");
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * Brings a file to a private copy, with its golden samples. There is nothing to compare it with.
   *
   * @param deadline by {@link System#nanoTime()}
   */
  Fetched fetch(final Path model, final Optional<Path> samples, final long deadline, final StepTimes steps)
      throws RejectedException, IOException, InterruptedException {
    final long fetching = System.nanoTime();
    final FileChannel staged = copy(model, maxModelBytes, deadline);
    try {
      if (staged.size() > maxModelBytes) {
        throw new RejectedException(RejectionCode.TOO_LARGE, "the model has more bytes than are allowed, " + maxModelBytes);
      }
      final Fetched fetched = new Fetched(Optional.of(staged), samples.isPresent() ? Optional.of(sampleBytes(samples.get(), deadline)) : Optional.empty());
      steps.end(ModelState.FETCHED, fetching);
      return fetched;
    } catch (final RejectedException | IOException | InterruptedException | RuntimeException failure) {
      staged.close();
      throw failure;
    }
  }

  private byte[] sampleBytes(final Path file, final long deadline) throws RejectedException, IOException, InterruptedException {
    try (FileChannel staged = copy(file, GoldenSamples.MOST_BYTES, deadline)) {
      return bytes(staged);
    }
  }

  /** A private copy of a file, of at most one byte more than {@code most}. */
  private FileChannel copy(final Path file, final long most, final long deadline) throws RejectedException, IOException, InterruptedException {
    final FileChannel staged = staging.newFile();
    try {
      FileArtifacts.everywhere().copy(file.toAbsolutePath().toUri().toString(), most, staged, deadline);
      return staged;
    } catch (final ArtifactException rejected) {
      staged.close();
      throw new RejectedException(rejected.rejection());
    } catch (final IOException | InterruptedException | RuntimeException failure) {
      staged.close();
      throw failure;
    }
  }

  private static FileChannel configured(final Path file, final String sha256) throws RejectedException, IOException {
    final FileChannel channel = FileChannel.open(file);
    requireDigestOrClose("the model " + file, sha256, channel);
    return channel;
  }

  private static void requireDigestOrClose(final String what, final String expected, final FileChannel channel) throws RejectedException, IOException {
    try {
      requireDigest(what, expected, channel);
    } catch (final RejectedException | IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private FileChannel stage(final String what, final ArtifactReference reference, final long deadline)
      throws RejectedException, IOException, InterruptedException {
    final ArtifactSource source = source(what, reference.location());
    final FileChannel staged = staging.newFile();
    try {
      source.fetch(reference, staged, deadline);
      if (staged.size() != reference.bytes()) {
        final String actual = staged.size() > reference.bytes() ? "more than that" : String.valueOf(staged.size());
        throw new RejectedException(RejectionCode.SIZE_DIFFERS, what + " was announced with " + reference.bytes() + " bytes, the location has " + actual);
      }
      return staged;
    } catch (final ArtifactException rejected) {
      staged.close();
      throw new RejectedException(new Rejection(rejected.rejection().code(), what + ": " + rejected.rejection().detail()));
    } catch (final RejectedException | IOException | InterruptedException | RuntimeException failure) {
      staged.close();
      throw failure;
    }
  }

  private ArtifactSource source(final String what, final String location) throws RejectedException {
    final int colon = location.indexOf(':');
    final String scheme = colon < 0 ? "" : location.substring(0, colon).toLowerCase(Locale.ROOT);
    final ArtifactSource source = sources.get(scheme);
    if (source == null) {
      throw new RejectedException(
          RejectionCode.LOCATION_FORBIDDEN, what + " is at a location that is not read here, expected one of " + sources.keySet().stream().sorted().toList());
    }
    return source;
  }

  private byte[] sampleBytes(final ArtifactReference reference, final long deadline) throws RejectedException, IOException, InterruptedException {
    final String what = "the golden samples";
    if (reference.bytes() > GoldenSamples.MOST_BYTES) {
      throw new RejectedException(
          RejectionCode.SAMPLES_UNREADABLE, what + " have " + reference.bytes() + " bytes, expected at most " + GoldenSamples.MOST_BYTES);
    }
    try (FileChannel staged = stage(what, reference, deadline)) {
      requireDigest(what, reference.sha256(), staged);
      return bytes(staged);
    }
  }

  private static byte[] bytes(final FileChannel channel) throws IOException {
    final ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      // A read may return fewer bytes than asked for.
    }
    return buffer.array();
  }

  /** Reads the golden samples that came with a model, or else those inside it. */
  private static Optional<GoldenSamples> samples(final Fetched fetched, final Optional<ModelArtifact> model) throws RejectedException {
    try {
      if (fetched.samples().isPresent()) {
        return Optional.of(GoldenSamples.read(fetched.samples().get()));
      }
      return model.isPresent() ? GoldenSamples.inside(model.get().metadata()) : Optional.empty();
    } catch (final GoldenSamples.UnreadableException unreadable) {
      throw new RejectedException(RejectionCode.SAMPLES_UNREADABLE,
          (fetched.samples().isPresent() ? "" : "inside the model: ") + unreadable.getMessage());
    }
  }

  private static void requireDigest(final String what, final String expected, final FileChannel channel) throws RejectedException, IOException {
    final String actual = Sha256.of(channel);
    if (!actual.equals(expected)) {
      throw new RejectedException(RejectionCode.DIGEST_DIFFERS, what + " has the SHA-256 " + actual + ", expected " + expected);
    }
  }

  /** The file's family must be the announced one. */
  static void requireFamily(final String expected, final String actual) throws RejectedException {
    if (!actual.equals(expected)) {
      throw new RejectedException(RejectionCode.WRONG_FAMILY, "the file is a model of the family " + actual + ", announced as " + expected);
    }
  }

  /** The model must give vectors if its slot is one of {@code vectorSlots}. */
  static void requireVectors(final Set<String> vectorSlots, final String slot, final TextClassifier classifier) throws RejectedException {
    if (vectorSlots.contains(slot) && classifier.vectorDimensions().isEmpty()) {
      throw new RejectedException(RejectionCode.NO_VECTORS, lackOfVectors(slot, classifier));
    }
  }

  /** The reason why a model cannot label for a slot that writes vectors. */
  static String lackOfVectors(final String slot, final TextClassifier classifier) {
    return "slot " + slot + " writes vectors, and a model of the family " + classifier.description().family() + " gives none";
  }

  /** An announcement of a family that this release does not know is not looked into any further. */
  private static void requireKnown(final String family) throws RejectedException {
    if (!ModelLoader.isKnown(family)) {
      throw new RejectedException(
          RejectionCode.UNKNOWN_FAMILY, "announced is the family " + family + ", expected one known here: " + String.join(", ", ModelLoader.families()));
    }
  }

  private static ModelArtifact read(final FileChannel model) throws RejectedException, IOException {
    try {
      return ModelLoader.read(model);
    } catch (final ModelRefusedException refused) {
      throw refused(refused);
    }
  }

  /** Opens a model: the one that was read when it was verified, or, where that was closed meanwhile, the file read once more. */
  TextClassifier open(final Fetched fetched, final Verified verified, final StepTimes steps) throws RejectedException, IOException {
    final long start = System.nanoTime();
    try (ModelArtifact model = verified.model().isPresent() ? verified.model().get() : read(channel(fetched))) {
      final TextClassifier classifier = model.plan(options).open();
      steps.end(ModelState.MAPPED, start);
      return classifier;
    } catch (final ModelRefusedException refused) {
      throw refused(refused);
    }
  }

  private static FileChannel channel(final Fetched fetched) throws RejectedException {
    return fetched.model().orElseThrow(() -> new RejectedException(RejectionCode.LOAD_FAILED, "the model that was open has been closed meanwhile"));
  }

  /** Opens and warms a model that the configuration names; whoever starts the instance is told what is wrong with it. */
  TextClassifier openBase(final FileChannel model, final StepTimes steps) throws IOException, ModelRefusedException {
    final long start = System.nanoTime();
    final TextClassifier classifier = ModelLoader.open(model, options);
    steps.end(ModelState.MAPPED, start);
    warm(classifier);
    return classifier;
  }

  private static RejectedException refused(final ModelRefusedException refused) {
    return refused.defect() == ModelDefect.UNKNOWN_FAMILY
        ? new RejectedException(RejectionCode.UNKNOWN_FAMILY, String.valueOf(refused.getMessage()))
        : new RejectedException(RejectionCode.MODEL_REFUSED, refused.defect().meaning() + ": " + refused.getMessage());
  }

  /** Compares the model with its golden samples, and warms it. */
  static void prove(final TextClassifier classifier, final Optional<GoldenSamples> samples, final StepTimes steps) throws RejectedException {
    final long start = System.nanoTime();
    if (samples.isPresent() && samples.get().compare(classifier) instanceof GoldenSamples.Outcome.Differs(final int line, final String what)) {
      throw new RejectedException(RejectionCode.SAMPLES_DIFFER, "golden sample " + line + ": " + what);
    }
    warm(classifier);
    steps.end(ModelState.PROVED, start);
  }

  private static void warm(final TextClassifier classifier) {
    final long start = System.nanoTime();
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(GoldenSamples.MOST_LABELS, 0f);
    for (final byte[] text : MadeUpTexts.of(classifier)) {
      session.classify(text, 0, text.length, predictions);
      if (System.nanoTime() - start > WARMING_NANOS) {
        break;
      }
    }
  }

  /** The rejection that stands for the failure of a step. */
  static Rejection rejectionOf(final Throwable failure) {
    return switch (failure) {
      case RejectedException rejected -> rejected.rejection();
      case InterruptedException _ -> new Rejection(RejectionCode.FETCH_TIMED_OUT, "the location did not give the bytes in time");
      case IOException unavailable -> machine(unavailable, String.valueOf(unavailable.getMessage()));
      case OutOfMemoryError exhausted -> machine(exhausted, String.valueOf(exhausted.getMessage()));
      // Its message could contain anything, even a text.
      default -> machine(failure, "see the log at debug level");
    };
  }

  private static Rejection machine(final Throwable failure, final String why) {
    LOG.atDebug().setCause(failure).log("a model could not be prepared");
    return new Rejection(RejectionCode.LOAD_FAILED, failure.getClass().getName() + ": " + why.lines().findFirst().orElse(""));
  }
}
