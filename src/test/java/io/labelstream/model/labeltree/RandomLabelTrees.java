package io.labelstream.model.labeltree;

import io.labelstream.model.Metadata;
import io.labelstream.model.SharedText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Label trees with random shapes and weights. */
public final class RandomLabelTrees {
  private final Random random;
  private int labels = 20;
  private int features = 30;
  private int trees = 1;
  private int mostChildren = 6;
  private double fill = 0.4;
  private Link link = Link.CUBED_HINGE;
  private SearchRule search = new SearchRule.BestFirst();

  public RandomLabelTrees(final long seed) {
    this.random = new Random(seed);
  }

  public RandomLabelTrees labels(final int count) {
    labels = count;
    return this;
  }

  public RandomLabelTrees features(final int count) {
    features = count;
    return this;
  }

  public RandomLabelTrees trees(final int count) {
    trees = count;
    return this;
  }

  public RandomLabelTrees mostChildren(final int count) {
    mostChildren = count;
    return this;
  }

  /** The part of all features that a node weighs. */
  public RandomLabelTrees fill(final double part) {
    fill = part;
    return this;
  }

  public RandomLabelTrees link(final Link other) {
    link = other;
    return this;
  }

  public RandomLabelTrees search(final SearchRule other) {
    search = other;
    return this;
  }

  /** A model whose features are the words {@code word0}, {@code word1} and so on. */
  public LabelTreeModel words() {
    final SharedText text = new SharedText();
    final TextTerms terms = TextTerms.words();
    final long[] keys = IntStream.range(0, features).mapToLong(feature -> {
      text.set("word" + feature);
      return text.features(terms).keys()[0];
    }).sorted().toArray();
    return model(new FeatureSettings(terms, Weighting.TF_IDF), keys);
  }

  /** A model whose features are given, with indexes from 0 on. */
  public LabelTreeModel sparse() {
    return model(new FeatureSettings(new SparseTerms(), Weighting.GIVEN), IntStream.range(0, features).asLongStream().toArray());
  }

  private LabelTreeModel model(final FeatureSettings settings, final long[] keys) {
    final float[] factors = new float[keys.length];
    for (int feature = 0; feature < factors.length; feature++) {
      factors[feature] = settings.weighting() == Weighting.TF_IDF ? 1 + random.nextFloat() : 1;
    }
    final byte[][] names = IntStream.range(0, labels).mapToObj(label -> ("label " + label + " é").getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    final int[] texts = IntStream.range(0, labels).map(_ -> 1 + random.nextInt(50)).toArray();
    final List<LabelTree> made = new ArrayList<>();
    for (int tree = 0; tree < trees; tree++) {
      made.add(tree());
    }
    return new LabelTreeModel(FeatureSpace.of(settings, keys, factors), names, texts, 50 * labels, made, link, search);
  }

  private LabelTree tree() {
    final TreeShape shape = shape();
    final NodeWeights[] weights = new NodeWeights[shape.nodes()];
    for (int node = 0; node < weights.length; node++) {
      final boolean isRoot = node == 0;
      final int[] weighed = IntStream.range(0, features).filter(_ -> !isRoot && random.nextDouble() < fill).toArray();
      final float[] values = new float[weighed.length];
      for (int index = 0; index < values.length; index++) {
        values[index] = (float) random.nextGaussian(0.3, 2);
      }
      weights[node] = new NodeWeights(weighed, values, isRoot ? 0 : (float) random.nextGaussian(-0.5, 1));
    }
    return new LabelTree(shape, weights);
  }

  private TreeShape shape() {
    final List<Integer> all = IntStream.range(0, labels).boxed().collect(Collectors.toList());
    Collections.shuffle(all, random);
    final Queue<List<Integer>> groups = new ArrayDeque<>();
    groups.add(all);
    final List<Integer> children = new ArrayList<>();
    final List<Integer> terminals = new ArrayList<>();
    for (boolean isRoot = true; !groups.isEmpty(); isRoot = false) {
      final List<Integer> group = groups.remove();
      if (group.size() == 1 && !isRoot) {
        children.add(0);
        terminals.add(group.getFirst());
        continue;
      }
      final int parts = Math.min(group.size(), 2 + random.nextInt(mostChildren - 1));
      children.add(parts);
      int from = 0;
      for (int part = 0; part < parts; part++) {
        final int left = group.size() - from - (parts - part - 1);
        final int size = part == parts - 1 ? left : 1 + random.nextInt(Math.max(1, Math.min(left, 2 * group.size() / parts)));
        groups.add(group.subList(from, from + size));
        from += size;
      }
    }
    return TreeShape.of(children.stream().mapToInt(Integer::intValue).toArray(), terminals.stream().mapToInt(Integer::intValue).toArray());
  }

  /** A text of some of the words. */
  public static String text(final Random random, final int features, final int words) {
    return IntStream.range(0, words).mapToObj(_ -> "word" + random.nextInt(features)).collect(Collectors.joining(" "));
  }

  /** The bytes of a file. */
  public static byte[] file(final LabelTreeModel model, final Precision precision) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      model.write(Metadata.none().with(Metadata.LICENCE, "CC0-1.0"), precision, Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }
}
