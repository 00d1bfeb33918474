package io.labelstream.train.ensemble;

import io.labelstream.model.ensemble.EnsembleFile;
import io.labelstream.train.FileList;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.nio.file.Path;
import java.util.List;

/** Settings of making an ensemble. */
final class EnsembleSettings {
  static final Setting<FileList> MEMBERS = Setting.of("members", FileList.class)
      .about("MODEL,MODEL", "The models whose scores are averaged, " + EnsembleFile.FEWEST_MEMBERS + " to " + EnsembleFile.MOST_MEMBERS
          + " of any families, with commas between. The texts give the weight of each and the scale of its scores: they must not be those that a member was "
          + "trained on, where it is right too often")
      .written(FileList::parse, FileList::toString).row("members").build();

  static final Setting<Integer> CANDIDATES = Setting.of("candidates", Integer.class)
      .about("N", "How many labels each model names for a text; the others count as 0 in its share of the mean")
      .usual(50).within(count -> count >= 1, "the candidates are %s, expected at least 1").row("candidates").build();

  static final List<Setting<?>> ALL = List.of(MEMBERS, CANDIDATES);

  private EnsembleSettings() {}

  /** @throws IllegalArgumentException if there are too few or too many members */
  static List<Path> members(final Settings settings) {
    final List<Path> members = settings.find(MEMBERS).map(FileList::files).orElse(List.of());
    if (members.size() < EnsembleFile.FEWEST_MEMBERS || members.size() > EnsembleFile.MOST_MEMBERS) {
      throw new IllegalArgumentException("--members names " + members.size() + " models, expected " + EnsembleFile.FEWEST_MEMBERS + " to "
          + EnsembleFile.MOST_MEMBERS + ", with commas between");
    }
    return members;
  }
}
