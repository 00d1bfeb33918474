package io.labelstream.rollout;

import io.labelstream.model.TextClassifier;
import java.util.LinkedHashSet;
import java.util.Set;

/** An open model: one for each digest, however many versions and slots use it. The set belongs to the engine's thread. */
final class Resident {
  private final String sha256;
  private final TextClassifier classifier;
  private final String family;
  private final long bytes;
  private final Set<Version> users = new LinkedHashSet<>();

  Resident(final String sha256, final TextClassifier classifier) {
    this.sha256 = sha256;
    this.classifier = classifier;
    this.family = classifier.description().family();
    this.bytes = classifier.memory().residentBytes();
  }

  String sha256() {
    return sha256;
  }

  TextClassifier classifier() {
    return classifier;
  }

  String family() {
    return family;
  }

  /** The bytes that it holds outside the heap. */
  long bytes() {
    return bytes;
  }

  /** The versions that use it, or are being proved with it. */
  Set<Version> users() {
    return users;
  }

  Snapshot.ModelFacts facts() {
    return new Snapshot.ModelFacts(sha256, bytes,
        Set.copyOf(users.stream().map(version -> new Snapshot.User(version.slot, version.id)).toList()));
  }
}
