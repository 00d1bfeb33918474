package io.labelstream.train.labeltree.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A group of labels: a leaf, or divided in two halves that are groups. Different groups may be divided by different threads. */
final class Group {
  private final int[] labels;
  private final int from;
  private final int to;
  private final int layers;
  private final double mass;
  private List<Group> halves = List.of();

  /**
   * How labels are divided.
   *
   * @param masses what is halved
   * @param halving how it is halved, unless one label has as much mass as all others of its group: that is a half by itself
   * @param leaves which groups are not divided
   */
  record Plan(Masses masses, Halving halving, Leaves leaves) {}

  /** A group that is the labels from {@code from} to {@code to}, with at most {@code layers} layers below it. */
  private Group(final Masses masses, final int[] labels, final int from, final int to, final int layers) {
    this.labels = labels;
    this.from = from;
    this.to = to;
    this.layers = layers;
    this.mass = masses.sum(labels, from, to);
  }

  /**
   * All labels.
   *
   * @param labels will be put into another order
   * @param layers the most layers below this group: at least as many as a balanced tree has
   */
  static Group of(final Masses masses, final int[] labels, final int layers) {
    return new Group(masses, labels, 0, labels.length, layers);
  }

  /** The halves of this group, once it is divided; none if it is a leaf. */
  List<Group> halves() {
    return halves;
  }

  /** Divides this group unless it is a leaf. */
  void divide(final Plan plan) {
    if (!plan.leaves.isLeaf(labels, from, to)) {
      final int middle = halve(plan);
      halves = List.of(new Group(plan.masses, labels, from, middle, layers - 1), new Group(plan.masses, labels, middle, to, layers - 1));
    }
  }

  private int halve(final Plan plan) {
    final int most = layers > Integer.SIZE - 1 ? Integer.MAX_VALUE : 1 << layers - 1;
    final int heaviest = plan.masses.heaviest(labels, from, to);
    if (plan.masses.of(labels[heaviest]) >= mass / 2 && to - from - 1 <= most) {
      final int label = labels[heaviest];
      labels[heaviest] = labels[from];
      labels[from] = label;
      return from + 1;
    }
    return plan.halving.halve(labels, from, to, most);
  }

  /** The node that this group becomes, with at most {@code arity} children unless it is a leaf. */
  Branch branch(final int arity) {
    if (to - from == 1) {
      return new Branch.Label(labels[from]);
    }
    return new Branch.Fork(halves.isEmpty()
        ? Arrays.stream(labels, from, to).<Branch>mapToObj(Branch.Label::new).toList()
        : children(arity).stream().map(child -> child.branch(arity)).toList());
  }

  /** Groups of like mass: in place of the heaviest come its halves, as long as they are not more than {@code arity}. */
  private List<Group> children(final int arity) {
    final List<Group> children = new ArrayList<>(halves);
    int heaviest = heaviest(children);
    while (heaviest >= 0 && children.size() < arity) {
      children.addAll(heaviest + 1, children.get(heaviest).halves);
      children.remove(heaviest);
      heaviest = heaviest(children);
    }
    return children;
  }

  /** The place of the heaviest group that has halves, negative if none has. */
  private static int heaviest(final List<Group> groups) {
    return IntStream.range(0, groups.size()).filter(place -> !groups.get(place).halves.isEmpty())
        .reduce((best, place) -> groups.get(place).mass > groups.get(best).mass ? place : best).orElse(-1);
  }
}
