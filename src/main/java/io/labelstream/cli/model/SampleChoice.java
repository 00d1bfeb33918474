package io.labelstream.cli.model;

import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses texts as golden samples: first one for each label, as far as there is room, then any others. The choice depends on the texts and a seed, not on their
 * order. Texts that are long, empty or not UTF-8 are not taken, and texts without a label only if no text has one. Not thread-safe.
 */
public final class SampleChoice implements ExampleConsumer {
  private static final int LONGEST = 1000;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final int count;
  private final long seed;
  private final Map<String, Candidate> byLabel = new HashMap<>();
  private final TreeMap<Candidate, String> any = new TreeMap<>();
  private boolean areLabelled;

  public SampleChoice(final int count, final long seed) {
    this.count = count;
    this.seed = seed;
  }

  /** A text and its place in the order in which texts are chosen. */
  private record Candidate(long rank, String text) implements Comparable<Candidate> {
    @Override
    public int compareTo(final Candidate other) {
      final int byRank = Long.compare(rank, other.rank);
      return byRank != 0 ? byRank : text.compareTo(other.text);
    }
  }

  @Override
  public void accept(final Example example) {
    if (count == 0 || example.length() == 0 || example.length() > LONGEST || areLabelled && example.labels().isEmpty()) {
      return;
    }
    if (!areLabelled && !example.labels().isEmpty()) {
      areLabelled = true;
      any.clear();
    }
    final long rank = rank(example);
    final boolean wanted = any.size() < count || rank < any.lastKey().rank()
        || example.labels().stream().anyMatch(label -> !byLabel.containsKey(label) || rank < byLabel.get(label).rank());
    if (!wanted) {
      return;
    }
    text(example).ifPresent(text -> {
      final Candidate candidate = new Candidate(rank, text);
      example.labels().forEach(label -> byLabel.merge(label, candidate, (one, other) -> one.compareTo(other) <= 0 ? one : other));
      any.put(candidate, text);
      if (any.size() > count) {
        any.pollLastEntry();
      }
    });
  }

  /** The texts that were chosen. */
  public List<String> texts() {
    final Set<String> texts = new LinkedHashSet<>();
    byLabel.values().stream().sorted().limit(count).forEach(candidate -> texts.add(candidate.text()));
    any.values().stream().limit(count).forEach(text -> {
      if (texts.size() < count) {
        texts.add(text);
      }
    });
    return new ArrayList<>(texts);
  }

  private long rank(final Example example) {
    long hash = FNV_OFFSET ^ seed;
    for (int at = example.offset(); at < example.offset() + example.length(); at++) {
      hash = (hash ^ example.text()[at]) * FNV_PRIME;
    }
    return hash ^ hash >>> 29;
  }

  private static Optional<String> text(final Example example) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(example.text(), example.offset(), example.length())).toString());
    } catch (final CharacterCodingException noUtf8) {
      return Optional.empty();
    }
  }
}
