package io.labelstream.faults;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.rollout.control.ArtifactReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Small model files, each with one label of its own, so that a label tells the file. */
final class Models {
  /** So many that most of them are not open, and have to be fetched when they are announced. */
  private static final int SMALL = 24;
  private static final int ROWS_OF_THE_LARGE_ONE = 150_000;

  private final List<ArtifactReference> small = new ArrayList<>();
  private final ArtifactReference large;
  private final Map<String, String> labels = new HashMap<>();

  Models(final Path folder) throws IOException {
    for (int number = 0; number < SMALL; number++) {
      small.add(write(folder, "small-" + number, new FastTextModelFile(number)));
    }
    large = write(folder, "large", new FastTextModelFile(SMALL).buckets(ROWS_OF_THE_LARGE_ONE).wordNgrams(2));
  }

  private ArtifactReference write(final Path folder, final String label, final FastTextModelFile model) throws IOException {
    final Path file = Files.write(folder.resolve(label + ".bin"), model.labels("__label__" + label).bytes());
    final ArtifactReference reference = new ArtifactReference(file.toUri().toString(), Files.size(file), digest(file));
    labels.put(reference.sha256(), label);
    return reference;
  }

  private static String digest(final Path file) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (final NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  ArtifactReference small(final int number) {
    return small.get(Math.floorMod(number, SMALL));
  }

  /** One of some megabytes. */
  ArtifactReference large() {
    return large;
  }

  /** The label that each file gives, by its digest. */
  Map<String, String> labels() {
    return labels;
  }
}
