package io.labelstream.model.ensemble;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Reads and checks a file of an ensemble, and those in it. */
final class EnsembleReader {
  private EnsembleReader() {}

  static EnsembleArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors container = Safetensors.parse(bytes.segment());
    final EnsembleFile file = EnsembleFile.of(container);
    requireDifferent(file.members());
    final List<ModelArtifact> members = new ArrayList<>();
    try {
      for (int number = 0; number < file.members().size(); number++) {
        final EnsembleFile.Member member = file.members().get(number);
        final String name = EnsembleFile.member(number);
        members.add(artifact(name, bytes.part(member.file())));
        requireLabels(name, member.labels(), members.getLast().description().labels(), file.labels().size());
      }
      return new EnsembleArtifact(bytes, file, members, container.parts());
    } catch (final ModelRefusedException | RuntimeException | Error failure) {
      members.forEach(ModelArtifact::close);
      throw failure;
    }
  }

  private static void requireDifferent(final List<EnsembleFile.Member> members) throws ModelRefusedException {
    for (int second = 1; second < members.size(); second++) {
      for (int first = 0; first < second; first++) {
        final MemorySegment one = members.get(first).file();
        final MemorySegment other = members.get(second).file();
        if (one.byteSize() == other.byteSize() && one.mismatch(other) == -1) {
          throw inconsistent("%s and %s are the same file, expected different ones", EnsembleFile.member(first), EnsembleFile.member(second));
        }
      }
    }
  }

  private static ModelArtifact artifact(final String name, final ModelBytes file) throws ModelRefusedException {
    try {
      // Before it is read: files within files could be deeper than the stack.
      if (Safetensors.isOne(file.segment()) && FileForm.of(Safetensors.parse(file.segment())).family().equals(EnsembleFamily.NAME)) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "it is an ensemble itself, expected a model of another family");
      }
      return ModelLoader.read(file);
    } catch (final ModelRefusedException refused) {
      throw new ModelRefusedException(refused.defect(), name + ": " + refused.getMessage());
    }
  }

  private static void requireLabels(final String name, final int[] ids, final int own, final int labels) throws ModelRefusedException {
    if (own == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, name + ": the model has no labels");
    }
    if (ids.length != own) {
      throw inconsistent("%s has %d labels, but %d are named for it", name, own, ids.length);
    }
    final BitSet seen = new BitSet(labels);
    for (final int id : ids) {
      if (id < 0 || id >= labels || seen.get(id)) {
        throw inconsistent("%s has the label %d of the ensemble, expected each once, from 0 to %d", name, id, labels - 1);
      }
      seen.set(id);
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
