package io.labelstream.model.ensemble;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plan for opening an ensemble: those of its members, and the tables that are its own. Members share the budget for derived tables equally, but a member that
 * makes less of its share leaves the rest to the others. Immutable.
 */
record EnsemblePlan(EnsembleArtifact artifact, FileTables tables, List<MemoryPlan> members, ModelMemory memory) implements MemoryPlan {

  static EnsemblePlan of(final EnsembleArtifact artifact, final ModelOptions options) {
    final List<MemoryPlan> members = members(artifact.members(), options.derivedBudgetBytes());
    final FileTables tables = FileTables.of(artifact.bytes());
    final List<ModelMemory.Part> parts = new ArrayList<>();
    long ids = 0;
    for (int number = 0; number < members.size(); number++) {
      final String name = EnsembleFile.member(number);
      members.get(number).memory().parts().forEach(part -> parts.add(new ModelMemory.Part(name + " " + part.name(), part.kind(), part.bytes())));
      ids += artifact.file().members().get(number).labels().length;
    }
    parts.add(new ModelMemory.Part("labels of members", Kind.REQUIRED, ids * Integer.BYTES));
    parts.addAll(artifact.file().labels().memory("labels", tables));
    return new EnsemblePlan(artifact, tables, List.copyOf(members), new ModelMemory(parts));
  }

  private static List<MemoryPlan> members(final List<ModelArtifact> artifacts, final long budget) {
    final MemoryPlan[] plans = artifacts.stream().map(member -> member.plan(new ModelOptions(budget))).toArray(MemoryPlan[]::new);
    final List<Integer> modestFirst =
        IntStream.range(0, plans.length).boxed().sorted(Comparator.comparingLong((Integer number) -> derivedBytes(plans[number]))).toList();
    long left = budget;
    for (int turn = 0; turn < plans.length; turn++) {
      final int number = modestFirst.get(turn);
      final long share = left / (plans.length - turn);
      if (derivedBytes(plans[number]) > share) {
        plans[number] = artifacts.get(number).plan(new ModelOptions(share));
      }
      left -= derivedBytes(plans[number]);
    }
    return Arrays.asList(plans);
  }

  private static long derivedBytes(final MemoryPlan plan) {
    return plan.memory().parts().stream().filter(part -> part.kind() == Kind.DERIVED).mapToLong(ModelMemory.Part::bytes).sum();
  }

  @Override
  public TextClassifier open() throws ModelRefusedException, IOException {
    final EnsembleFile file = artifact.file();
    final List<TextClassifier> opened = new ArrayList<>();
    final Arena arena = Arena.ofShared();
    try {
      for (final MemoryPlan member : members) {
        opened.add(member.open());
      }
      final List<MemorySegment> ids =
          file.members().stream().map(member -> arena.allocateFrom(ValueLayout.JAVA_INT, member.labels())).toList();
      return new EnsembleClassifier(
          artifact.description(), memory, new Lifetime(arena), file.labels().open(tables, arena), opened, ids, file.combination());
    } catch (final UncheckedIOException failure) {
      close(opened, arena);
      throw failure.getCause();
    } catch (final ModelRefusedException | IOException | RuntimeException | Error failure) {
      close(opened, arena);
      throw failure;
    }
  }

  private static void close(final List<TextClassifier> opened, final Arena arena) {
    arena.close();
    opened.forEach(TextClassifier::close);
  }
}
