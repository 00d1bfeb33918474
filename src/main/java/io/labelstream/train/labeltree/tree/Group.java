package io.labelstream.train.labeltree.tree;

import io.labelstream.train.Workers;
import io.labelstream.train.cluster.Halving;
import io.labelstream.train.cluster.Masses;
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

  private Group(final Masses masses, final int[] labels, final int from, final int to, final int layers) {
    this.labels = labels;
    this.from = from;
    this.to = to;
    this.layers = layers;
    this.mass = masses.sum(labels, from, to);
  }

  /**
   * The group of all labels, divided down to leaves.
   *
   * @param labels all of them; they are put into another order
   * @param layers the most layers below this group: at least as many as a balanced tree has
   * @throws InterruptedException if the calling thread was interrupted
   */
  static Group of(final Plan plan, final int[] labels, final int layers, final Workers workers) throws InterruptedException {
    final Group all = new Group(plan.masses, labels, 0, labels.length, layers);
    List<Group> layer = List.of(all);
    while (!layer.isEmpty()) {
      final List<Group> groups = layer;
      workers.forEach(groups.size(), number -> groups.get(number).divide(plan));
      if (Thread.interrupted()) {
        throw new InterruptedException("the building of a tree was interrupted");
      }
      layer = groups.stream().flatMap(group -> group.halves.stream()).toList();
    }
    return all;
  }

  private void divide(final Plan plan) {
    if (!plan.leaves.isLeaf(labels, from, to)) {
      final int middle = halve(plan);
      halves = List.of(new Group(plan.masses, labels, from, middle, layers - 1), new Group(plan.masses, labels, middle, to, layers - 1));
    }
  }

  private int halve(final Plan plan) {
    final int others = to - from - 1;
    final int most = layers > Integer.SIZE - 1 ? others : Math.min(others, 1 << layers - 1);
    final int heaviest = plan.masses.heaviest(labels, from, to);
    if (plan.masses.of(labels[heaviest]) >= mass / 2 && most == others) {
      final int label = labels[heaviest];
      System.arraycopy(labels, from, labels, from + 1, heaviest - from);
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
