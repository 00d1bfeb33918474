package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and checks a file of label trees. Used once. */
final class LabelTreeReader {
  private final ModelBytes bytes;
  private final Safetensors container;
  private final LabelTreeFile file;
  private final Arguments arguments;

  private LabelTreeReader(final ModelBytes bytes, final Safetensors container, final LabelTreeFile file) throws ModelRefusedException {
    this.bytes = bytes;
    this.container = container;
    this.file = file;
    this.arguments = Arguments.of(container, LabelTreeFile.ARGUMENTS_KEY);
  }

  static LabelTreeArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors container = Safetensors.parse(bytes.segment());
    return new LabelTreeReader(bytes, container, LabelTreeFile.of(container)).artifact();
  }

  private LabelTreeArtifact artifact() throws ModelRefusedException {
    final NameList names = NameList.of(file.labels());
    final int labels = names.size();
    if (labels == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final FeatureSpace features = features();
    final List<StoredTree> trees = new ArrayList<>();
    for (int tree = 0; tree < file.trees().size(); tree++) {
      trees.add(StoredTree.of(LabelTreeFile.tree(tree), file.trees().get(tree), labels, features.size()));
    }
    final int texts = texts(labels);
    requireEqual("the number of trees", arguments.number(LabelTreeWriter.TREES, 0, Integer.MAX_VALUE), trees.size());
    final String precision = arguments.take(LabelTreeWriter.PRECISION);
    for (final StoredTree tree : trees) {
      if (!tree.precision().word().equals(precision)) {
        throw inconsistent("%s has weights of %s, but the file is of %s", tree.name(), tree.precision().word(), SafetensorsHeader.shown(precision));
      }
    }
    final Link link = arguments.take(LabelTreeWriter.LINK, Link::of);
    final SearchRule search = arguments.take(LabelTreeWriter.SEARCH, SearchRule::of);
    arguments.requireNoneLeft();
    return new LabelTreeArtifact(bytes, file, container.parts(), features, names, texts, trees, link, search);
  }

  private int texts(final int labels) throws ModelRefusedException {
    final int texts = (int) arguments.number(LabelTreeWriter.TEXTS, 0, Integer.MAX_VALUE);
    requireEqual("the number of numbers of texts", file.labelTexts().length, labels);
    for (final int labelTexts : file.labelTexts()) {
      if (labelTexts < 0 || labelTexts > texts) {
        throw inconsistent("a label has %d texts, expected 0 to %d", labelTexts, texts);
      }
    }
    return texts;
  }

  private FeatureSpace features() throws ModelRefusedException {
    try {
      return FeatureSpace.of(FeatureSettings.of(file.settings()), file.keys(), file.factors());
    } catch (final IllegalArgumentException unsound) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, SafetensorsHeader.shown(unsound.getMessage()));
    }
  }

  private static void requireEqual(final String name, final long actual, final int expected) throws ModelRefusedException {
    if (actual != expected) {
      throw inconsistent("%s is %d, expected %d", name, actual, expected);
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
