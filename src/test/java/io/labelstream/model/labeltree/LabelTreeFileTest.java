package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import io.labelstream.model.labeltree.file.RowCodes;
import io.labelstream.model.labeltree.file.TreeSections;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LabelTreeFileTest {
  private static final int FEATURES = 8;

  @ParameterizedTest
  @EnumSource
  void shouldWriteTheSameAgainWhenItWasRead(final Precision precision) throws Exception {
    final byte[] written = RandomLabelTrees.file(new RandomLabelTrees(5).labels(300).features(200).trees(2).words(), precision);

    final byte[] again = RandomLabelTrees.file(OpenedModels.read(written).model(), precision);

    assertThat(again).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheModel(final Precision precision) throws Exception {
    final LabelTreeModel model = new RandomLabelTrees(6).labels(50).features(40).link(Link.SIGMOID).search(new SearchRule.Beam(7)).sparse();

    final LabelTreeArtifact artifact = OpenedModels.read(RandomLabelTrees.file(model, precision));

    final LabelTreeModel read = artifact.model();
    assertThat(artifact.precision()).isEqualTo(precision);
    assertThat(read.labels()).isDeepEqualTo(model.labels());
    assertThat(read.labelTexts()).isEqualTo(model.labelTexts());
    assertThat(read.texts()).isEqualTo(model.texts());
    assertThat(read.link()).isEqualTo(model.link());
    assertThat(read.search()).isEqualTo(model.search());
    assertThat(read.features().keys()).isEqualTo(model.features().keys());
    assertThat(read.features().factors()).isEqualTo(model.features().factors());
    assertThat(read.features().settings()).isEqualTo(model.features().settings());
    assertSimilar(read.trees().getFirst(), model.trees().getFirst());
  }

  private static void assertSimilar(final LabelTree read, final LabelTree written) {
    for (int node = 0; node < written.shape().nodes(); node++) {
      assertThat(read.shape().childCount(node)).isEqualTo(written.shape().childCount(node));
      assertThat(read.shape().label(node)).isEqualTo(written.shape().label(node));
      assertThat(read.weights()[node].bias()).isEqualTo(written.weights()[node].bias());
      final Map<Integer, Float> weights = new HashMap<>();
      for (int index = 0; index < written.weights()[node].features().length; index++) {
        weights.put(written.weights()[node].features()[index], written.weights()[node].weights()[index]);
      }
      for (int index = 0; index < read.weights()[node].features().length; index++) {
        final float weight = weights.remove(read.weights()[node].features()[index]);
        assertThat(read.weights()[node].weights()[index]).isCloseTo(weight, within(0.05f));
      }
      assertThat(weights.values()).allMatch(weight -> Math.abs(weight) < 0.05f);
    }
  }

  @Test
  void shouldFindEachRowWhenFeaturesAreCrowded() throws Exception {
    final int features = 300_000;
    final int rows = 2_000;
    final int[] crowded = IntStream.range(0, rows).map(row -> row < rows - 500 ? row : features - rows + row).toArray();
    final float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = weight(row);
    }
    final NodeWeights[] nodes = IntStream.rangeClosed(0, TreeShape.MOST_CHILDREN).mapToObj(_ -> new NodeWeights(crowded, weights, -1)).toArray(NodeWeights[]::new);
    final int[] children = new int[nodes.length];
    children[0] = TreeShape.MOST_CHILDREN;
    final TreeShape shape = TreeShape.of(children, IntStream.range(0, TreeShape.MOST_CHILDREN).toArray());
    final LabelTreeModel empty = new RandomLabelTrees(7).labels(TreeShape.MOST_CHILDREN).features(features).fill(0).sparse();
    final LabelTreeModel model =
        new LabelTreeModel(
            empty.features(), empty.labels(), empty.labelTexts(), empty.texts(), List.of(new LabelTree(shape, nodes)), Link.SIGMOID, empty.search());

    try (LabelTreeClassifier classifier = OpenedModels.open(OpenedModels.read(RandomLabelTrees.file(model, Precision.INT8)))) {
      for (int row = 0; row < rows; row++) {
        assertThat(margin(classifier, crowded[row])).as("feature %d", crowded[row]).isCloseTo(weight(row) - 1, within(0.02f));
      }
      for (final int unknown : new int[] {rows - 500, features / 2, features - 501}) {
        assertThat(margin(classifier, unknown)).as("feature %d", unknown).isCloseTo(-1, within(1e-4f));
      }
    }
  }

  private static float weight(final int row) {
    return 0.1f + row % 97 / 25f;
  }

  private static float margin(final LabelTreeClassifier classifier, final int feature) {
    final Predictions predictions = new Predictions(1, 0);
    classifier.newSession(new SearchRule.BestFirst()).classify(feature + ":1", predictions);
    return (float) Math.log(predictions.score(0) / (1 - predictions.score(0)));
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        Arguments.of("a bias that is no number", ModelDefect.NOT_FINITE, defect(sections -> with(sections, new float[] {0, Float.NaN, 0}, sections.steps()))),
        Arguments.of("an infinite step", ModelDefect.NOT_FINITE,
            defect(sections -> with(sections, sections.biases(), new float[] {0, Float.POSITIVE_INFINITY, 0}))),
        Arguments.of("too few biases", ModelDefect.INCONSISTENT, defect(sections -> with(sections, new float[2], sections.steps()))),
        Arguments.of("a feature beyond the last one", ModelDefect.INCONSISTENT, defect(sections -> with(sections, twoRows(0, FEATURES), entries(0, 1, 0, 2)))),
        Arguments.of("a child that is none", ModelDefect.INCONSISTENT, defect(sections -> with(sections, twoRows(0, 1), entries(0, 1, 2, 2)))),
        Arguments.of("a child twice in a row", ModelDefect.INCONSISTENT, defect(sections -> with(sections, oneRow(2), entries(0, 1, 0, 2)))),
        Arguments.of("more entries than rows", ModelDefect.INCONSISTENT, defect(sections -> with(sections, twoRows(0, 1), entries(0, 1, 1, 2, 1, 3)))),
        Arguments.of("fewer entries than rows", ModelDefect.INCONSISTENT, defect(sections -> with(sections, twoRows(0, 1), entries(0, 1)))),
        Arguments.of("more entries in a row than a node has children", ModelDefect.INCONSISTENT,
            defect(sections -> with(sections, oneRow(1 << 20), entries(0, 1, 1, 2)))),
        Arguments.of("more entries in all rows than can be counted", ModelDefect.INCONSISTENT,
            defect(sections -> with(sections, twoRows(Integer.MAX_VALUE), entries(0, 1, 1, 2)))),
        Arguments.of("rows that end early", ModelDefect.TRUNCATED, defect(sections -> with(sections, new byte[0], entries(0, 1, 1, 2)))),
        Arguments.of("rows that go on", ModelDefect.TRAILING_BYTES, defect(sections -> with(sections, Arrays.copyOf(twoRows(0, FEATURES - 1), 12), entries(0, 1, 1, 2)))),
        Arguments.of("a node that is nobody's child", ModelDefect.INCONSISTENT,
            defect(sections -> new TreeSections(
                new int[] {1, 0, 0}, sections.labels(), sections.biases(), sections.steps(), sections.rows(), sections.entries()))),
        Arguments.of("more children than bytes can count", ModelDefect.INCONSISTENT,
            defect(sections -> new TreeSections(
                new int[] {0xFFFF, 0, 0}, sections.labels(), sections.biases(), sections.steps(), sections.rows(), sections.entries()))),
        Arguments.of("a label twice", ModelDefect.INCONSISTENT,
            defect(sections -> new TreeSections(
                sections.children(), new int[] {1, 1}, sections.biases(), sections.steps(), sections.rows(), sections.entries()))));
  }

  private static UnaryOperator<TreeSections> defect(final UnaryOperator<TreeSections> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void shouldRefuseATree(final String name, final ModelDefect defect, final UnaryOperator<TreeSections> change) throws Exception {
    final LabelTreeFile sound = file(section -> section);
    OpenedModels.read(bytes(sound)).close();

    final byte[] unsound = bytes(file(change));

    assertThatThrownBy(() -> OpenedModels.read(unsound))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).as(refused.getMessage()).isEqualTo(defect));
  }

  @Test
  void shouldRefuseATreeThatIsTooDeep() {
    final int[] children = new int[2 * TreeShape.MOST_DEPTH + 3];
    for (int node = 0; node < children.length - 1; node += 2) {
      children[Math.max(node - 1, 0)] = 2;
    }
    final int[] labels = IntStream.range(0, TreeShape.MOST_DEPTH + 2).toArray();

    assertThatThrownBy(() -> StoredTree.of(
            "tree", new TreeSections(children, labels, new float[children.length], new float[children.length], segment(), segment()), labels.length, 1))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("depth");
  }

  private static MemorySegment segment(final byte... bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static TreeSections with(final TreeSections sections, final float[] biases, final float[] steps) {
    return new TreeSections(sections.children(), sections.labels(), biases, steps, sections.rows(), sections.entries());
  }

  private static TreeSections with(final TreeSections sections, final byte[] rows, final byte[] entries) {
    return new TreeSections(sections.children(), sections.labels(), sections.biases(), sections.steps(), segment(rows), segment(entries));
  }

  /** The rows of the only chunk: those of two features with an entry each. */
  private static byte[] twoRows(final int first, final int second) {
    final RowCodes.Writer writer = new RowCodes.Writer(FEATURES);
    writer.chunk(2);
    writer.row(first, 1);
    writer.row(second, 1);
    return writer.finish();
  }

  /** The rows of the only chunk: those of the first two features with so many entries each. */
  private static byte[] twoRows(final int entries) {
    final RowCodes.Writer writer = new RowCodes.Writer(FEATURES);
    writer.chunk(2);
    writer.row(0, entries);
    writer.row(1, entries);
    return writer.finish();
  }

  /** The row of the only chunk, of the first feature. */
  private static byte[] oneRow(final int entries) {
    final RowCodes.Writer writer = new RowCodes.Writer(FEATURES);
    writer.chunk(1);
    writer.row(0, entries);
    return writer.finish();
  }

  private static byte[] entries(final int... numbers) {
    final byte[] bytes = new byte[numbers.length];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) numbers[index];
    }
    return bytes;
  }

  /** A tree of two labels with two rows, changed. */
  private static LabelTreeFile file(final UnaryOperator<TreeSections> change) {
    final LabelTreeModel model = new RandomLabelTrees(8).labels(2).features(FEATURES).sparse();
    final LabelTreeFile file = LabelTreeWriter.file(model, Metadata.none(), Precision.INT8);
    final TreeSections sound = with(file.trees().getFirst(), twoRows(0, FEATURES - 1), entries(0, 1, 1, 2));
    return new LabelTreeFile(
        file.arguments(), file.settings(), file.keys(), file.factors(), file.labels(), file.labelTexts(), List.of(change.apply(sound)), file.metadata());
  }

  private static byte[] bytes(final LabelTreeFile file) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(Channels.newChannel(out));
    return out.toByteArray();
  }
}
