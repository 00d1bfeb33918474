package io.labelstream.train.ensemble;

import io.labelstream.model.Labels;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.ensemble.Combination;
import io.labelstream.model.ensemble.EnsembleFamily;
import io.labelstream.model.ensemble.EnsembleFile;
import io.labelstream.model.file.NameList;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that are to be members, open. Labels of the same name are one label of the ensemble. Not thread-safe. */
final class Members implements AutoCloseable {
  private final List<Member> all = new ArrayList<>();
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  /**
   * A model.
   *
   * @param ids the label of the ensemble that each of its labels is
   */
  record Member(Path path, MemorySegment file, ModelArtifact artifact, TextClassifier classifier, int[] ids) {}

  private Members() {}

  /**
   * Opens models.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if a file cannot be a member
   */
  static Members open(final List<Path> files) throws IOException, TrainingDataException {
    final Members members = new Members();
    try {
      for (final Path file : files) {
        members.add(file);
      }
      return members;
    } catch (final IOException | TrainingDataException | RuntimeException | Error failure) {
      members.close();
      throw failure;
    }
  }

  private void add(final Path path) throws IOException, TrainingDataException {
    final ModelBytes bytes = bytes(path);
    final MemorySegment file = bytes.segment();
    try {
      final ModelArtifact artifact = ModelLoader.read(bytes);
      try {
        requireMember(path, file, artifact);
        final TextClassifier classifier = artifact.plan(new ModelOptions(0)).open();
        all.add(new Member(path, file, artifact, classifier, new int[classifier.labels().size()]));
      } catch (final IOException | TrainingDataException | ModelRefusedException | RuntimeException | Error failure) {
        artifact.close();
        throw failure;
      }
    } catch (final ModelRefusedException refused) {
      throw new TrainingDataException(refused(path, refused.defect().meaning() + ": " + refused.getMessage()), refused);
    }
    addLabels(all.getLast());
  }

  /** A failure that does not name the file would be taken for one of the texts. */
  private static ModelBytes bytes(final Path path) throws NoSuchFileException, TrainingDataException {
    try {
      return ModelBytes.of(path);
    } catch (final NoSuchFileException missing) {
      throw missing;
    } catch (final IOException failure) {
      throw new TrainingDataException(refused(path, "it cannot be read: " + failure.getMessage()), failure);
    }
  }

  private void requireMember(final Path path, final MemorySegment file, final ModelArtifact artifact) throws TrainingDataException {
    if (artifact.description().family().equals(EnsembleFamily.NAME)) {
      throw new TrainingDataException(refused(path, "it is an ensemble itself; name its members instead"));
    }
    if (artifact.description().labels() == 0) {
      throw new TrainingDataException(refused(path, "the model has no labels, expected a classifier"));
    }
    for (final Member other : all) {
      if (other.file.byteSize() == file.byteSize() && other.file.mismatch(file) == -1) {
        throw new TrainingDataException(refused(path, "it has the same bytes as '" + other.path + "', expected different models"));
      }
    }
  }

  private void addLabels(final Member member) throws TrainingDataException {
    final Labels labels = member.classifier.labels();
    final BitSet seen = new BitSet();
    for (int label = 0; label < labels.size(); label++) {
      final String name = labels.name(label);
      final int id = ids.computeIfAbsent(name, _ -> ids.size());
      if (name.indexOf('\0') >= 0 || seen.get(id)) {
        throw new TrainingDataException(refused(member.path, "its label " + label + " has the name of another one, or a byte of 0, expected neither"));
      }
      seen.set(id);
      member.ids[label] = id;
    }
  }

  private static String refused(final Path path, final String reason) {
    return "'" + path + "' cannot be a member: " + reason;
  }

  List<Member> all() {
    return Collections.unmodifiableList(all);
  }

  /** The label of a name; -1 if no member has it. */
  int label(final String name) {
    return ids.getOrDefault(name, -1);
  }

  /** The number of labels of all members, those of the same name counted once. */
  int labels() {
    return ids.size();
  }

  /** The ensemble as a file, which is valid until this is closed. */
  EnsembleFile file(final Combination combination) {
    final MemorySegment names = NameList.write(ids.keySet().stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList());
    try {
      return new EnsembleFile(
          combination, all.stream().map(member -> new EnsembleFile.Member(member.file, member.ids)).toList(), NameList.of(names), Metadata.none());
    } catch (final ModelRefusedException unsound) {
      throw new IllegalStateException("a name of a label cannot be stored", unsound);
    }
  }

  @Override
  public void close() {
    for (final Member member : all) {
      member.classifier.close();
      member.artifact.close();
    }
  }
}
