package io.labelstream.train.labeltree.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.labeltree.TreeCost;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.Masses;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupPropertyTest {
  private static final int MANY = 100_000;

  /** Masses of which each is a multiple of the one before take one label off a group at a time, unless layers are few. */
  @Property(tries = 200)
  void shouldNeedNoMoreLayersThanGiven(
      @ForAll @IntRange(min = 1, max = 200) final int labels, @ForAll @IntRange(min = 0, max = 4) final int more,
      @ForAll @IntRange(min = 10, max = 40) final int tenths, @ForAll final long seed) throws InterruptedException {
    // Given
    final Masses masses = new Masses(IntStream.range(0, labels).mapToDouble(label -> Math.pow(tenths / 10.0, label)).toArray());
    final int layers = Integer.SIZE - Integer.numberOfLeadingZeros(labels - 1) + more;
    // When
    final TreeShape shape = divided(masses, layers, seed);
    // Then
    assertThat(shape.labels()).isEqualTo(labels);
    assertThat(shape.depth()).isLessThanOrEqualTo(Math.max(layers, 1));
  }

  /**
   * The figures of a simulation of 100,000 labels in a random order whose frequencies fall with a power of their rank. It divides no heavy label off: ours are a
   * little less.
   */
  @ParameterizedTest
  @CsvSource({"1.0, 0, 16.75", "1.0, 0.25, 12.96", "1.0, 0.5, 12.50", "1.0, 1, 11.86", "1.2, 0.5, 9.28", "0.8, 0.5, 14.99"})
  void shouldExpectTheDepthsOfTheSimulation(final double power, final double lambda, final double expected) throws InterruptedException {
    // Given
    final long[] counts = zipf(power);
    // When
    final TreeShape shape = divided(Masses.of(counts, lambda), TreeShape.MOST_DEPTH, 1);
    // Then
    assertThat(TreeCost.of(shape, counts).expectedDepth()).isEqualTo(expected, Offset.offset(0.25));
  }

  @ParameterizedTest
  @CsvSource({"1.0, 11.53", "1.2, 8.05"})
  void shouldExpectTheDepthsOfTheSimulationOfHuffmansTree(final double power, final double expected) {
    // Given
    final long[] counts = zipf(power);
    // When
    final TreeShape shape = Huffman.build(counts, 2, TreeShape.MOST_DEPTH).shape();
    // Then
    assertThat(TreeCost.of(shape, counts).expectedDepth()).isEqualTo(expected, Offset.offset(0.02));
  }

  @Property(tries = 100)
  void shouldBuildHuffmansTreeNoDeeperThanAllowed(
      @ForAll @IntRange(min = 1, max = 60) final int labels, @ForAll @IntRange(min = 0, max = 4) final int more,
      @ForAll @IntRange(min = 2, max = 5) final int arity) {
    // Given
    final long[] counts = IntStream.range(0, labels).mapToLong(label -> 1L << label).toArray();
    final int layers = Integer.SIZE - Integer.numberOfLeadingZeros(labels - 1) + more;
    // When
    final TreeShape shape = Huffman.build(counts, arity, layers).shape();
    // Then
    assertThat(shape.labels()).isEqualTo(labels);
    assertThat(shape.depth()).isLessThanOrEqualTo(Math.max(layers, 1));
  }

  private static TreeShape divided(final Masses masses, final int layers, final long seed) throws InterruptedException {
    final List<Integer> order = IntStream.range(0, masses.all().length).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    final Group.Plan plan = new Group.Plan(masses, masses::middle, new Leaves(1, LeafSize.EQUAL, masses));
    try (Workers workers = new Workers(1)) {
      return Group.of(plan, order.stream().mapToInt(Integer::intValue).toArray(), layers, workers).branch(2).shape();
    }
  }

  private static long[] zipf(final double power) {
    final long[] counts = new long[MANY];
    Arrays.setAll(counts, rank -> (long) (1e12 / Math.pow(rank + 1, power)));
    return counts;
  }
}
