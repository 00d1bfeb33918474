package io.labelstream.pipeline.replay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The outcome of comparing emitted labels with those that the control topic gives.
 *
 * @param records how many input records the range has
 * @param counts how many of them came to what
 * @param differences the first ones, in the order in which they were found
 * @param unavailable versions that could not be opened here, with the reason; records that need them differ
 */
public record ReplayReport(long records, Map<Finding, Long> counts, List<Difference> differences, List<String> unavailable) {
  public ReplayReport {
    final Map<Finding, Long> all = new EnumMap<>(Finding.class);
    for (final Finding finding : Finding.values()) {
      all.put(finding, counts.getOrDefault(finding, 0L));
    }
    counts = Collections.unmodifiableMap(all);
    differences = List.copyOf(differences);
    unavailable = List.copyOf(unavailable);
  }

  /** The finding on an input record. */
  public enum Finding {
    /** The same versions, labels and scores. */
    EQUAL(Kind.SOUND, "same version, labels and scores"),
    /** A dead letter, and no labels. */
    DEAD_LETTER(Kind.SOUND, "dead letters"),
    /** A record without a value, which is passed on as a deletion. */
    DELETION(Kind.SOUND, "deletions, which are not labelled"),
    /** The version that counted before an entry was announced with an effective time in the past. */
    SUPERSEDED(Kind.SOUND, "labelled before a retroactive entry was announced"),
    /** The instance marked the label as unconfirmed: it went on without knowing if this is the version. */
    UNCONFIRMED(Kind.SOUND, "other version or labels, marked as unconfirmed"),
    /** The version that should have labelled cannot be had here, so that there is nothing to compare with. */
    UNCHECKED(Kind.UNKNOWN, "not compared, since the version cannot be had here"),
    /** Another model labelled. */
    DIFFERENT_VERSION(Kind.DIFFERENCE, "different version"),
    /** The same model, but other labels or scores. */
    DIFFERENT_LABELS(Kind.DIFFERENCE, "different labels"),
    /** Neither labels nor a dead letter. */
    MISSING(Kind.DIFFERENCE, "no labels and no dead letter"),
    /** More than one record of labels, or labels and a dead letter. */
    DUPLICATED(Kind.DIFFERENCE, "more than one result");

    private final Kind kind;
    private final String meaning;

    Finding(final Kind kind, final String meaning) {
      this.kind = kind;
      this.meaning = meaning;
    }

    /** Tells if the finding speaks against the pipeline. */
    public Kind kind() {
      return kind;
    }

    /** In words, for people. */
    public String meaning() {
      return meaning;
    }

    /** As programs read it, such as {@code different-version}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Tells if a finding is as it should be. */
  public enum Kind {
    SOUND,
    /** It cannot be told. */
    UNKNOWN,
    DIFFERENCE
  }

  /**
   * An input record whose labels are not what they should be.
   *
   * @param detail actual against expected; never text
   */
  public record Difference(Finding finding, int partition, long offset, String detail) {
    public Difference {
      Objects.requireNonNull(finding);
      Objects.requireNonNull(detail);
    }
  }

  /** Tells if anything differs. */
  public Verdict verdict() {
    return occurs(Kind.DIFFERENCE) ? Verdict.DIFFERS : occurs(Kind.UNKNOWN) ? Verdict.INCOMPLETE : Verdict.EQUAL;
  }

  private boolean occurs(final Kind kind) {
    return counts.entrySet().stream().anyMatch(count -> count.getKey().kind() == kind && count.getValue() > 0);
  }

  /** All in one word. */
  public enum Verdict {
    EQUAL,
    /** Nothing differs of what could be compared. */
    INCOMPLETE,
    DIFFERS
  }
}
