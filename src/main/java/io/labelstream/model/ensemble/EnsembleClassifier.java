package io.labelstream.model.ensemble;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalInt;

/** An ensemble that is open. The vector of a text is that of the first member that gives one. */
final class EnsembleClassifier implements TextClassifier {
  private final ModelDescription description;
  private final ModelMemory memory;
  private final Lifetime lifetime;
  private final Labels labels;
  private final List<TextClassifier> members;
  private final List<MemorySegment> ids;
  private final Combination combination;

  /**
   * @param lifetime of the labels and ids
   * @param members closed with this
   * @param ids one int32 for each label of each member
   */
  EnsembleClassifier(
      final ModelDescription description,
      final ModelMemory memory,
      final Lifetime lifetime,
      final Labels labels,
      final List<TextClassifier> members,
      final List<MemorySegment> ids,
      final Combination combination) {
    this.description = description;
    this.memory = memory;
    this.lifetime = lifetime;
    this.labels = labels;
    this.members = List.copyOf(members);
    this.ids = List.copyOf(ids);
    this.combination = combination;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public OptionalInt vectorDimensions() {
    return members.stream().map(TextClassifier::vectorDimensions).filter(OptionalInt::isPresent).findFirst().orElse(OptionalInt.empty());
  }

  @Override
  public ModelMemory memory() {
    return memory;
  }

  @Override
  public List<byte[]> words(final int most) {
    return members.stream().flatMap(member -> member.words(most).stream()).limit(most).toList();
  }

  @Override
  public EnsembleSession newSession(final EndOfLine endOfLine) {
    return new EnsembleSession(lifetime, this, endOfLine);
  }

  /** No session scores a text once the lifetime is closed, so none finds a member closed. */
  @Override
  public void close() {
    lifetime.close();
    members.forEach(TextClassifier::close);
  }

  List<TextClassifier> members() {
    return members;
  }

  List<MemorySegment> ids() {
    return ids;
  }

  Combination combination() {
    return combination;
  }
}
