package io.labelstream.model.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.model.FileTables;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsemblePlanTest {
  private static final ModelMemory NONE = new ModelMemory(List.of());

  @TempDir private Path folder;

  /** A plan as a test says. */
  private record ScriptedPlan(TextClassifier classifier, boolean unsound) implements MemoryPlan {
    @Override
    public ModelMemory memory() {
      return NONE;
    }

    @Override
    public TextClassifier open() throws ModelRefusedException {
      if (unsound) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, "a weight is NaN");
      }
      return classifier;
    }
  }

  @Test
  void shouldCloseTheMembersThatAreOpenWhenAnotherCannotBeOpened() throws Exception {
    // Given
    final OneLabelClassifier first = new OneLabelClassifier("a");
    try (EnsembleArtifact artifact = artifact()) {
      final EnsemblePlan plan = plan(artifact, new ScriptedPlan(first, false), new ScriptedPlan(new OneLabelClassifier("b"), true));

      // When
      assertThatThrownBy(plan::open).isInstanceOf(ModelRefusedException.class);

      // Then
      assertThat(first.isClosed()).isTrue();
    }
  }

  @Test
  void shouldCloseAllMembers() throws Exception {
    // Given
    final OneLabelClassifier first = new OneLabelClassifier("a");
    final OneLabelClassifier second = new OneLabelClassifier("b");
    final TextClassifier ensemble;
    try (EnsembleArtifact artifact = artifact()) {
      ensemble = plan(artifact, new ScriptedPlan(first, false), new ScriptedPlan(second, false)).open();
    }

    // When
    ensemble.close();

    // Then
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isTrue();
  }

  private EnsembleArtifact artifact() throws Exception {
    final byte[] one = Ensembles.keywords(List.of("goal"), List.of("sport"), 1);
    final byte[] other = Ensembles.keywords(List.of("bank"), List.of("money"), 1);
    return (EnsembleArtifact) ModelLoader.read(Files.write(folder.resolve("model"), Ensembles.of(50, one, other)));
  }

  private static EnsemblePlan plan(final EnsembleArtifact artifact, final MemoryPlan... members) {
    return new EnsemblePlan(artifact, FileTables.copied(), List.of(members), NONE);
  }
}
