package io.labelstream.train.labeltree.tree;

import java.util.Arrays;
import java.util.concurrent.RecursiveTask;

/** Divides a group of labels down to leaves. */
final class GroupTask extends RecursiveTask<Group> {
  private static final long serialVersionUID = 1L;

  /** Groups with fewer labels are not worth a task of their own. */
  private static final int SHARED = 64;

  private final transient Plan plan;
  private final transient int[] labels;
  private final int from;
  private final int to;
  private final int layers;

  /**
   * How a tree is made.
   *
   * @param masses what halves are measured by
   * @param halving how groups are divided, unless one label weighs as much as all others of its group
   * @param leaves which groups are not divided
   */
  record Plan(Masses masses, Halving halving, Leaves leaves) {}

  /**
   * @param labels the labels from {@code from} to {@code to} are the group, and are put into another order
   * @param layers the most layers below this group: at least so many that a balanced tree has place
   */
  GroupTask(final Plan plan, final int[] labels, final int from, final int to, final int layers) {
    this.plan = plan;
    this.labels = labels;
    this.from = from;
    this.to = to;
    this.layers = layers;
  }

  @Override
  protected Group compute() {
    final double mass = plan.masses.sum(labels, from, to);
    if (plan.leaves.isLeaf(labels, from, to)) {
      return new Group.Leaf(Arrays.copyOfRange(labels, from, to), mass);
    }
    final int middle = halve(mass);
    final GroupTask left = new GroupTask(plan, labels, from, middle, layers - 1);
    final GroupTask right = new GroupTask(plan, labels, middle, to, layers - 1);
    if (to - from < SHARED) {
      return new Group.Pair(left.compute(), right.compute(), mass);
    }
    left.fork();
    final Group second = right.compute();
    return new Group.Pair(left.join(), second, mass);
  }

  private int halve(final double mass) {
    final int most = layers > Integer.SIZE - 1 ? Integer.MAX_VALUE : 1 << layers - 1;
    final int heaviest = heaviest();
    if (plan.masses.of(labels[heaviest]) >= mass / 2 && to - from - 1 <= most) {
      final int label = labels[heaviest];
      labels[heaviest] = labels[from];
      labels[from] = label;
      return from + 1;
    }
    return plan.halving.halve(labels, from, to, most);
  }

  private int heaviest() {
    int heaviest = from;
    for (int index = from + 1; index < to; index++) {
      if (plan.masses.of(labels[index]) > plan.masses.of(labels[heaviest])) {
        heaviest = index;
      }
    }
    return heaviest;
  }
}
