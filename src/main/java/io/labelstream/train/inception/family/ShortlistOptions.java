package io.labelstream.train.inception.family;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.inception.shortlist.ShortlistSettings;
import java.util.List;
import java.util.Optional;

/** The settings of training with a shortlist. */
final class ShortlistOptions {
  private static final int USUALLY_KEPT = 100;

  static final Setting<Integer> SHORTLIST = Setting.of("shortlist", Integer.class)
      .about("CLUSTERS", "Scores only the labels of the best clusters, of so many of similar labels (SyncXML), which takes less time if labels are very many; about one for each 32 labels")
      .within(count -> count >= 2, "the clusters of the shortlist are %s, expected at least 2").row("clusters of the shortlist").build();

  static final Setting<Integer> KEPT = Setting.of("shortlist-kept", Integer.class)
      .about("N", "The clusters whose labels each text is scored against in training; " + USUALLY_KEPT + ", or all if there are fewer, unless given")
      .within(count -> count >= 1, "the kept clusters are %s, expected at least 1").build();

  static final Setting<Integer> DETACHED = Setting.of("shortlist-detached", Integer.class)
      .about("EPOCHS", "The first epochs, in which only the choice of clusters forms the features of texts, and the scores of labels do not")
      .usual(2).within(count -> count >= 0, "the detached epochs are %s, expected at least 0").build();

  static final Setting<Integer> HEAD_TEXTS = Setting.of("shortlist-head", Integer.class)
      .about("TEXTS", "A label of more texts than this is a cluster of its own, besides the others")
      .usual(100).within(count -> count >= 1, "the texts of labels that are clusters of their own are %s, expected at least 1").build();

  static final Setting<Integer> SERVED = Setting.of("shortlist-served", Integer.class)
      .about("N", "The clusters whose labels are scored when the model classifies: fewer take less time, more find more labels; as many as in training unless given")
      .within(count -> count >= 1, "the served clusters are %s, expected at least 1").ofServing().build();

  private ShortlistOptions() {}

  /** The same settings without those of a shortlist. */
  static Settings without(final Settings settings) {
    Settings others = settings;
    for (final Setting<?> setting : List.of(KEPT, DETACHED, HEAD_TEXTS, SERVED)) {
      others = others.without(setting);
    }
    return others;
  }

  /** @throws IllegalArgumentException if there are fewer clusters than are kept */
  static Optional<ShortlistSettings> of(final Settings settings) {
    final Optional<Integer> clusters = settings.given(SHORTLIST);
    for (final Setting<Integer> kept : List.of(KEPT, SERVED)) {
      if (clusters.isPresent() && settings.given(kept).isPresent() && settings.get(kept) > clusters.get()) {
        throw new IllegalArgumentException(
            "--" + kept.name() + " is " + settings.get(kept) + ", expected at most " + clusters.get() + ", the clusters of --" + SHORTLIST.name());
      }
    }
    return clusters.map(count -> new ShortlistSettings(
        count, settings.get(HEAD_TEXTS), settings.given(KEPT).orElse(Math.min(USUALLY_KEPT, count)), settings.get(DETACHED)));
  }
}
