package io.labelstream.rollout;

import static io.labelstream.rollout.RolloutFixture.LARGEST_MODEL;
import static io.labelstream.rollout.RolloutFixture.OTHER;
import static io.labelstream.rollout.RolloutFixture.SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.golden.GoldenSamplesTest;
import io.labelstream.model.Metadata;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutRejectionTest {
  private static final String OTHER_DIGEST = "0".repeat(64);
  private static final String SECRET = "a text that nobody may read";

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private RolloutFixture fixture;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    fixture = new RolloutFixture(folder);
    file = fixture.model(1);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldRefuseAFileThatIsNoModel() throws Exception {
    assertRejected(fixture.open().announcing(Files.writeString(file, "no model at all"), "1"), RejectionCode.MODEL_REFUSED, "known format");
  }

  @Test
  void shouldRefuseAModelWithADamagedByte() throws Exception {
    // Given: the dictionary's size, which is then not what follows
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {99}), 64);
    }

    // When // Then
    assertRejected(fixture.open().announcing(file, "1"), RejectionCode.MODEL_REFUSED, "");
  }

  @Test
  void shouldRefuseATruncatedModel() throws Exception {
    // Given
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 4);
    }

    // When // Then
    assertRejected(fixture.open().announcing(file, "1"), RejectionCode.MODEL_REFUSED, "shorter than its header says");
  }

  @Test
  void shouldRefuseOtherBytesThanAnnounced() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").sha256(OTHER_DIGEST), RejectionCode.DIGEST_DIFFERS, OTHER_DIGEST);
  }

  @Test
  void shouldRefuseALongerFileThanAnnounced() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").bytes(100), RejectionCode.SIZE_DIFFERS, "announced with 100 bytes, the location has more than that");
  }

  @Test
  void shouldRefuseAShorterFileThanAnnounced() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").bytes(100_000), RejectionCode.SIZE_DIFFERS, "the location has " + Files.size(file));
  }

  @Test
  void shouldRefuseAModelWithoutVectorsForASlotThatWritesThem() throws Exception {
    assertRejected(fixture.vectorSlots(SLOT).open().announcing(file, "1"), RejectionCode.NO_VECTORS,
        "slot topic writes vectors, and a model of the family fasttext gives none");
  }

  @Test
  void shouldRefuseAModelWithoutVectorsThatAnotherSlotHasOpen() throws Exception {
    fixture.vectorSlots(SLOT).base(OTHER, file);

    assertRejected(fixture.open().announcing(file, "1"), RejectionCode.NO_VECTORS, "slot topic");
  }

  @Test
  void shouldRefuseALargerFileThanAllowedWithoutFetchingIt() throws Exception {
    final List<ArtifactReference> fetched = new CopyOnWriteArrayList<>();
    fixture.source("file", (reference, target, deadline) -> fetched.add(reference));

    assertRejected(fixture.open().announcing(file, "1").bytes(LARGEST_MODEL + 1), RejectionCode.TOO_LARGE, "expected at most " + LARGEST_MODEL);
    assertThat(fetched).isEmpty();
  }

  @Test
  void shouldRefuseALocationOffTheList() throws Exception {
    final Path outside = Files.copy(file, elsewhere.resolve("model.bin"));

    assertRejected(fixture.open().announcing(outside, "1"), RejectionCode.LOCATION_FORBIDDEN, "allowed folders");
  }

  @Test
  void shouldRefuseALinkThatLeadsOffTheList() throws Exception {
    final Path outside = Files.copy(file, elsewhere.resolve("model.bin"));

    assertRejected(
        fixture.open().announcing(Files.createSymbolicLink(folder.resolve("link.bin"), outside), "1"), RejectionCode.LOCATION_FORBIDDEN, outside.toString());
  }

  @Test
  void shouldRefuseASchemeThatNobodyReads() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").location("ftp://models/x"), RejectionCode.LOCATION_FORBIDDEN, "expected one of [file]");
  }

  @Test
  void shouldRefuseAMissingFile() throws Exception {
    final RolloutFixture.Announced announced = fixture.open().announcing(file, "1");
    Files.delete(file);

    assertRejected(announced, RejectionCode.LOCATION_UNREADABLE, "does not exist");
  }

  @Test
  void shouldRefuseAFamilyThatIsNotKnownHere() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").family("later"), RejectionCode.UNKNOWN_FAMILY, "the family later, expected one known here: encoder, ensemble, fasttext, inception, keywords");
  }

  @Test
  void shouldRefuseAFileOfAFamilyThatIsNotKnownHere() throws Exception {
    final Path later = Files.write(folder.resolve("later.safetensors"), laterModel());

    assertRejected(fixture.open().announcing(later, "1"), RejectionCode.UNKNOWN_FAMILY, "the family is later, expected one known here: encoder, ensemble, fasttext, inception, keywords");
  }

  private static byte[] laterModel() throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(Map.of(FileForm.KEY, "later/3"), List.of(), Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void shouldRefuseAnotherFamilyThanAnnounced() throws Exception {
    assertRejected(fixture.open().announcing(file, "1").family("keywords"), RejectionCode.WRONG_FAMILY, "fasttext, announced as keywords");
  }

  @Test
  void shouldRefuseAnotherFamilyThanAnnouncedOfAModelThatIsOpen() throws Exception {
    fixture.open();
    fixture.awaitState(fixture.announcing(file, "1").slot(RolloutFixture.OTHER).accept(), ModelState.ACTIVE);
    final long before = fixture.rollout().residentBytes();

    assertRejected(fixture.announcing(file, "1").family("keywords"), RejectionCode.WRONG_FAMILY, "fasttext, announced as keywords");
    assertThat(fixture.rollout().residentBytes()).isEqualTo(before);
  }

  @Test
  void shouldRefuseAModelThatFailsAGoldenSample() throws Exception {
    final Path samples = Files.writeString(folder.resolve("samples"), "{\"text\":\"" + SECRET + "\",\"labels\":[{\"name\":\"a\",\"score\":0.123}]}\n");

    final Rejection rejection = assertRejected(fixture.open().announcing(file, "1").samples(samples), RejectionCode.SAMPLES_DIFFER, "golden sample 1: label 1 has the score ");
    assertThat(rejection.detail()).doesNotContain(SECRET);
    Deadline.within(RolloutFixture.LIMIT, "the model is closed", fixture.rollout()::residentBytes, bytes -> bytes == 0);
  }

  @Test
  void shouldTakeAModelThatPassesItsGoldenSamples() throws Exception {
    final Path samples = folder.resolve("samples");
    try (TextClassifier classifier = ModelLoader.open(file)) {
      Files.write(samples, GoldenSamplesTest.madeBy(classifier, List.of("alpha", "beta gamma")).write());
    }

    fixture.open();
    fixture.awaitState(fixture.announcing(file, "1").samples(samples).accept(), ModelState.ACTIVE);
  }

  @Test
  void shouldRefuseUnreadableGoldenSamples() throws Exception {
    final Path samples = Files.writeString(folder.resolve("samples"), SECRET);

    final Rejection rejection = assertRejected(fixture.open().announcing(file, "1").samples(samples), RejectionCode.SAMPLES_UNREADABLE, "line 1");
    assertThat(rejection.detail()).doesNotContain("nobody");
  }

  @Test
  void shouldRejectAModelThatDiffersFromTheSamplesInsideIt() throws Exception {
    final Path model = compact("{\"text\":\"" + SECRET + "\",\"labels\":[{\"name\":\"a\",\"score\":0.123}]}\n");

    final Rejection rejection = assertRejected(fixture.open().announcing(model, "1"), RejectionCode.SAMPLES_DIFFER, "golden sample 1: label 1 has the score ");

    assertThat(rejection.detail()).doesNotContain(SECRET);
  }

  @Test
  void shouldTakeAModelThatIsProvedByTheSamplesInsideIt() throws Exception {
    final GoldenSamples samples;
    try (TextClassifier classifier = ModelLoader.open(compact("unread"))) {
      samples = GoldenSamplesTest.madeBy(classifier, List.of("alpha", "beta"));
    }
    final Path model = compact(new String(samples.write(), StandardCharsets.UTF_8));
    fixture.open();

    fixture.awaitState(fixture.announcing(model, "1").accept(), ModelState.ACTIVE);
  }

  @Test
  void shouldRefuseGoldenSamplesOfOtherBytesThanAnnounced() throws Exception {
    final Path samples = Files.writeString(folder.resolve("samples"), "first");
    final RolloutFixture.Announced announced = fixture.open().announcing(file, "1").samples(samples);
    Files.writeString(samples, "other");

    assertRejected(announced, RejectionCode.DIGEST_DIFFERS, "the golden samples");
  }

  @Test
  void shouldGiveUpALocationThatHangsAndIgnoresInterrupts() throws Exception {
    final CountDownLatch stuck = new CountDownLatch(1);
    fixture.source("stuck", (reference, target, deadline) -> awaitUninterruptibly(stuck)).fetchTimeout(Duration.ofMillis(100)).open();
    try {
      assertRejected(fixture.announcing(file, "1").location("stuck:mount"), RejectionCode.FETCH_TIMED_OUT, "within PT0.1S");
      fixture.awaitState(fixture.announcing(file, "2").accept(), ModelState.ACTIVE);
    } finally {
      stuck.countDown();
    }
  }

  private static void awaitUninterruptibly(final CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (final InterruptedException ignoredAsAStuckMountDoes) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void shouldRefuseWhatCannotBeStaged() throws Exception {
    fixture.staging(Files.createFile(folder.resolve("no-folder"))).open();

    assertRejected(fixture.announcing(file, "1"), RejectionCode.LOAD_FAILED, "no-folder");
  }

  @Test
  void shouldSurviveABugInASourceWithoutTellingItsMessage() throws Exception {
    fixture.source("buggy", (reference, target, deadline) -> {
      throw new IllegalStateException(SECRET);
    }).open();

    try (LogLines log = LogLines.capture()) {
      final Rejection rejection = assertRejected(fixture.announcing(file, "1").location("buggy:x"), RejectionCode.LOAD_FAILED, "java.lang.IllegalStateException");
      assertThat(rejection.detail()).doesNotContain(SECRET);
      assertThat(log.lines()).singleElement().asString().contains("load-failed").doesNotContain(SECRET);
    }
    fixture.awaitState(fixture.announcing(file, "2").accept(), ModelState.ACTIVE);
  }

  @Test
  void shouldLoadTheStagedBytesWhateverBecomesOfTheFile() throws Exception {
    // Given
    final Path other = fixture.model(2);
    final float[] expected = scores(file);
    fixture.source("file", (reference, target, deadline) -> {
      FileArtifacts.everywhere().fetch(reference, target, deadline);
      Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
    }).open();

    // When
    final Entry entry = fixture.announcing(file, "1").accept();

    // Then
    final Hold hold = fixture.hold(entry);
    assertThat(scores(hold.classifier())).isEqualTo(expected).isNotEqualTo(scores(other));
    hold.release();
  }

  private static float[] scores(final Path model) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(model)) {
      return scores(classifier);
    }
  }

  private static float[] scores(final TextClassifier classifier) {
    final Predictions predictions = new Predictions(3, 0f);
    classifier.newSession().classify("alpha beta", predictions);
    final float[] scores = new float[3];
    for (int rank = 0; rank < predictions.count(); rank++) {
      scores[predictions.label(rank)] = predictions.score(rank);
    }
    return scores;
  }

  @Test
  void shouldStageInAFileThatOnlyTheOwnerMayOpenAndThatHasNoName() throws Exception {
    // Given
    final Path descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).as("this system shows its open files").exists();
    final Path staging = Files.createDirectory(folder.resolve("staging"));
    final List<String> seen = new CopyOnWriteArrayList<>();
    fixture.staging(staging).source("file", (reference, target, deadline) -> {
      for (final Path made : RolloutFixture.list(staging)) {
        seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)) + " " + RolloutFixture.list(made).size() + " files");
      }
      try (Stream<Path> open = Files.list(descriptors)) {
        open.filter(descriptor -> leadsBelow(descriptor, staging)).forEach(descriptor -> seen.add(permissions(descriptor)));
      }
      FileArtifacts.everywhere().fetch(reference, target, deadline);
    }).open();

    // When
    fixture.awaitState(fixture.announcing(file, "1").accept(), ModelState.ACTIVE);

    // Then
    assertThat(seen).as("only the lock has a name; it and the artefact are open").containsExactly("rwx------ 1 files", "rw-------", "rw-------");
  }

  private Path compact(final String samples) throws Exception {
    final byte[] model = CompactModels.of(Files.readAllBytes(file), Metadata.none().with(Metadata.GOLDEN_SAMPLES, samples));
    return Files.write(folder.resolve("model.safetensors"), model);
  }

  private static boolean leadsBelow(final Path descriptor, final Path folder) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder.toRealPath());
    } catch (final IOException closedMeanwhile) {
      return false;
    }
  }

  private static String permissions(final Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (final IOException e) {
      return e.toString();
    }
  }

  /** The version is rejected; where that does not mend by itself, the announcement gets a veto that says why, and else it goes on pending. */
  private Rejection assertRejected(final RolloutFixture.Announced announced, final RejectionCode code, final String detail) {
    final Entry entry = announced.announce();
    final Rejection rejection = fixture.awaitState(entry, ModelState.REJECTED).rejection().orElseThrow();
    assertThat(rejection.code()).as(rejection.detail()).isEqualTo(code);
    assertThat(rejection.detail()).contains(detail).doesNotContain("\n");
    if (code.outlook() == RejectionCode.Outlook.LASTING) {
      assertThat(fixture.awaitDecision(entry, Decision.Vetoed.class).veto()).isEqualTo(Verdict.Veto.of(rejection));
    } else {
      assertThat(fixture.control.now(entry).decision()).isEqualTo(new Decision.Pending());
      assertThat(fixture.control.verdicts()).isEmpty();
    }
    assertThat(fixture.models().plan().timeline().entries()).isEmpty();
    assertThat(fixture.rollout().rejections()).containsEntry(code, 1L);
    return rejection;
  }
}
