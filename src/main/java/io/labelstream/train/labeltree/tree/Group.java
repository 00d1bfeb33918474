package io.labelstream.train.labeltree.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A group of labels in a tree of halves. */
sealed interface Group {
  double mass();

  /** The node that this group becomes. */
  Branch branch(int arity);

  /** A group that is not divided. */
  record Leaf(int[] labels, double mass) implements Group {
    @Override
    public Branch branch(final int arity) {
      return labels.length == 1 ? new Branch.Label(labels[0]) : Branch.leaf(Arrays.stream(labels));
    }
  }

  /** A group and its halves. */
  record Pair(Group left, Group right, double mass) implements Group {
    /** A fork of groups of like mass: in place of the heaviest, its halves become children, as long as there are no more than {@code arity}. */
    @Override
    public Branch.Fork branch(final int arity) {
      final List<Group> children = new ArrayList<>(List.of(left, right));
      while (children.size() < arity) {
        final int heaviest = heaviest(children);
        if (heaviest < 0) {
          break;
        }
        final Pair divided = (Pair) children.get(heaviest);
        children.set(heaviest, divided.left);
        children.add(heaviest + 1, divided.right);
      }
      return new Branch.Fork(children.stream().map(child -> child.branch(arity)).toList());
    }

    /** The place of the heaviest group that is divided, negative if there is none. */
    private static int heaviest(final List<Group> groups) {
      return IntStream.range(0, groups.size()).filter(place -> groups.get(place) instanceof Pair)
          .reduce((best, place) -> groups.get(place).mass() > groups.get(best).mass() ? place : best).orElse(-1);
    }
  }
}
