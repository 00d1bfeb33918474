package io.labelstream.train.labeltree.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.CostFigure;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTreeSweepTest {
  private static final int LABELS = 40;
  private static final Settings USUAL = Settings.usual().with(Settings.THREADS, 1);
  private static final Settings BEAM = USUAL.with(LabelTreeSettings.SEARCH, SearchKind.BEAM).with(LabelTreeSettings.BEAM, 2);

  private final LabelTreeTraining family = new LabelTreeTraining();
  @TempDir private Path folder;

  @Test
  void shouldTakeBeamsOfAnyWidthForTheSameWhereThereIsNone() {
    // Given
    final Settings five = USUAL.with(LabelTreeSettings.BEAM, 5);
    final Settings ten = USUAL.with(LabelTreeSettings.BEAM, 10);

    // When
    final Settings reduced = family.reduced(five);

    // Then
    assertThat(reduced).isEqualTo(family.reduced(ten));
    assertThat(family.reduced(BEAM)).isEqualTo(BEAM);
    assertThat(five.ofTraining()).isEqualTo(USUAL).isEqualTo(BEAM.ofTraining());
  }

  @Test
  void shouldWriteAnotherSearchAsIfItHadBeenTrainedWithIt() throws Exception {
    // Given
    final Path trained = trained("trained", BEAM, BEAM);

    // When
    final Path written = trained("written", USUAL, BEAM);

    // Then
    assertThat(written).hasSameBinaryContentAs(trained);
  }

  @Test
  void shouldTellTheWorkForAText() throws Exception {
    // Given
    final Path flat = trained("flat", USUAL.with(LabelTreeSettings.LEAF_LABELS, LABELS), USUAL);
    final Path deep = trained("deep", USUAL.with(LabelTreeSettings.LEAF_LABELS, 4).with(LabelTreeSettings.ARITY, 4), BEAM);

    // When
    final Map<String, Double> ofFlat = costs(flat);
    final Map<String, Double> ofDeep = costs(deep);

    // Then
    assertThat(ofFlat).containsOnlyKeys("depth", "nodes", "weights").containsEntry("depth", 1.0).containsEntry("nodes", (double) LABELS);
    assertThat(ofDeep.get("depth")).isGreaterThan(1.5);
    assertThat(ofDeep.get("nodes")).isLessThan(LABELS);
    assertThat(ofDeep.get("weights")).isPositive();
  }

  @Test
  void shouldKnowHowOftenLabelsOccurredInTraining() throws Exception {
    try (ModelArtifact model = ModelLoader.read(trained("model", USUAL, USUAL))) {
      // When
      final LabelFrequencies frequencies = model.frequencies().orElseThrow();

      // Then
      assertThat(frequencies.texts()).isEqualTo(10 * LABELS);
      assertThat(frequencies.byLabel()).hasSize(LABELS).containsEntry("word7", 10L);
    }
  }

  private Map<String, Double> costs(final Path file) throws Exception {
    try (ModelArtifact model = ModelLoader.read(file); TextClassifier classifier = model.plan(ModelOptions.defaults()).open()) {
      return family.costs(model, classifier, texts(), 5).stream().collect(Collectors.toMap(CostFigure::name, CostFigure::mean));
    }
  }

  private Path trained(final String name, final Settings training, final Settings serving) throws Exception {
    final Path file = folder.resolve(name);
    try (TrainedModel model = family.train(new TrainingJob(texts(), Optional.empty(), training, Progress.NONE));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      model.writeTo(serving, channel);
    }
    return file;
  }

  private static ExampleList texts() {
    final ExampleList texts = new ExampleList();
    for (int text = 0; text < 10 * LABELS; text++) {
      texts.add("the word" + text % LABELS + " noise" + text % 7, "word" + text % LABELS);
    }
    return texts;
  }
}
