package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads and checks a file of label trees. Used once. */
final class LabelTreeReader {
  private final ModelBytes bytes;
  private final Safetensors container;
  private final LabelTreeFile file;
  private final Map<String, String> arguments;

  private LabelTreeReader(final ModelBytes bytes, final Safetensors container, final LabelTreeFile file) {
    this.bytes = bytes;
    this.container = container;
    this.file = file;
    this.arguments = new HashMap<>(file.arguments());
  }

  static LabelTreeArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors container = Safetensors.parse(bytes.segment());
    return new LabelTreeReader(bytes, container, LabelTreeFile.of(container)).artifact();
  }

  private LabelTreeArtifact artifact() throws ModelRefusedException {
    final int[] nameStarts = nameStarts();
    final int labels = nameStarts.length - 1;
    if (labels == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final FeatureSpace features = features();
    final List<StoredTree> trees = new ArrayList<>();
    for (int tree = 0; tree < file.trees().size(); tree++) {
      trees.add(StoredTree.of(LabelTreeFile.tree(tree), file.trees().get(tree), labels, features.size()));
    }
    final int texts = texts(labels);
    requireEqual("the number of trees", number(LabelTreeWriter.TREES), trees.size());
    final String precision = argument(LabelTreeWriter.PRECISION);
    for (final StoredTree tree : trees) {
      if (!tree.precision().word().equals(precision)) {
        throw inconsistent("%s has weights of %s, but the file is of %s", tree.name(), tree.precision().word(), SafetensorsHeader.shown(precision));
      }
    }
    final Link link = known(LabelTreeWriter.LINK, Link::of);
    final SearchRule search = known(LabelTreeWriter.SEARCH, SearchRule::of);
    if (!arguments.isEmpty()) {
      throw inconsistent("the file has arguments that this form does not know: %s", SafetensorsHeader.shown(String.join(", ", arguments.keySet())));
    }
    return new LabelTreeArtifact(bytes, file, container.parts(), features, nameStarts, texts, trees, link, search);
  }

  private int texts(final int labels) throws ModelRefusedException {
    final int texts = number(LabelTreeWriter.TEXTS);
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

  /** The start of each name, and the end of the last one with its zero. */
  private int[] nameStarts() throws ModelRefusedException {
    final MemorySegment names = file.labels();
    int count = 0;
    for (long at = 0; at < names.byteSize(); at++) {
      count += names.get(LittleEndian.INT8, at) == 0 ? 1 : 0;
    }
    final int[] starts = new int[count + 1];
    int label = 0;
    for (int at = 0; at < names.byteSize(); at++) {
      if (names.get(LittleEndian.INT8, at) == 0) {
        if (at == starts[label]) {
          throw inconsistent("the name of label %d is empty", label);
        }
        starts[++label] = at + 1;
      }
    }
    if (starts[label] != names.byteSize()) {
      throw inconsistent("the name of the last label is not ended by a zero");
    }
    return starts;
  }

  private String argument(final String name) throws ModelRefusedException {
    final String value = arguments.remove(name);
    if (value == null) {
      throw inconsistent("the argument %s is missing", name);
    }
    return value;
  }

  private int number(final String name) throws ModelRefusedException {
    return known(name, text -> {
      try {
        final int number = Integer.parseInt(text);
        return number >= 0 && Integer.toString(number).equals(text) ? Optional.of(number) : Optional.empty();
      } catch (final NumberFormatException other) {
        return Optional.empty();
      }
    });
  }

  /** Turns the text of an argument into its meaning. */
  private interface Meaning<T> {
    Optional<T> of(String text);
  }

  private <T> T known(final String name, final Meaning<T> meaning) throws ModelRefusedException {
    final String text = argument(name);
    final Optional<T> known = meaning.of(text);
    if (known.isEmpty()) {
      throw inconsistent("%s is '%s', which has no meaning", name, SafetensorsHeader.shown(text));
    }
    return known.get();
  }

  private static void requireEqual(final String name, final int actual, final int expected) throws ModelRefusedException {
    if (actual != expected) {
      throw inconsistent("%s is %d, expected %d", name, actual, expected);
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
