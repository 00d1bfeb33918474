package io.labelstream.model.labeltree.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.TensorReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Label trees as one {@link Safetensors} file.
 *
 * <pre>
 *  metadata              text
 *  labelstream.form      labeltree/1
 *  labelstream.labeltree precision=int8 texts=42929 trees=1 link=cubed-hinge search=best-first           or float16, sigmoid, beam-10
 *  labelstream.features  features=text word-ngrams=1 char-ngrams=0-0 buckets=0 weighting=tf-idf
 *  other keys            {@link Metadata}
 *
 *  tensor            type  shape
 *  features.keys     I64   [features]     ascending
 *  features.factors  F32   [features]
 *  labels            U8    UTF-8, each ended by a zero, none empty
 *  label_texts       I32   [labels]       texts of each label in training
 *
 *  of each tree, with 0, 1 or 2 in place of N
 *  treeN.children    U16   [nodes]        children of each node, level by level; 0: terminal
 *  treeN.labels      I32   [labels]       of the terminal nodes, in the order of the nodes
 *  treeN.biases      F32   [nodes]
 *  treeN.steps       F32   [nodes]        int8 only
 *  treeN.rows        U8    {@link RowCodes}
 *  treeN.entries     U8    [weights, 2 or 3]
 *
 *  entry:  | child U8 | weight |      weight: I8, times the step of the child's node, or F16
 * </pre>
 *
 * <p>A chunk has the weights of all children of one node, by rows: a row is a feature with an entry for each child that weighs it, in the order of the
 * children. So the features of a text are looked up once for all children.
 *
 * @param arguments the parts of {@code labelstream.labeltree} by their names, in file order
 * @param settings {@code labelstream.features}
 * @param keys {@code features.keys}
 * @param factors {@code features.factors}
 * @param labels {@code labels}
 * @param labelTexts {@code label_texts}
 * @param trees 1 to {@value #MOST_TREES} trees
 * @param metadata the file's other texts about itself
 */
public record LabelTreeFile(
    Map<String, String> arguments,
    String settings,
    long[] keys,
    float[] factors,
    MemorySegment labels,
    int[] labelTexts,
    List<TreeSections> trees,
    Metadata metadata) {
  /** The form of the file. */
  public static final FileForm FORM = new FileForm("labeltree", 1);

  /** The most trees. */
  public static final int MOST_TREES = 3;

  /** The key of the arguments in the metadata. */
  public static final String ARGUMENTS_KEY = Metadata.RESERVED + "labeltree";
  private static final String SETTINGS_KEY = Metadata.RESERVED + "features";
  private static final Set<String> OWN_KEYS = Set.of(FileForm.KEY, ARGUMENTS_KEY, SETTINGS_KEY);
  private static final String KEYS = "features.keys";
  private static final String FACTORS = "features.factors";
  private static final String LABELS = "labels";
  private static final String LABEL_TEXTS = "label_texts";
  private static final String CHILDREN = ".children";
  private static final String TREE_LABELS = ".labels";
  private static final String BIASES = ".biases";
  private static final String STEPS = ".steps";
  private static final String ROWS = ".rows";
  private static final String ENTRIES = ".entries";

  public LabelTreeFile {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    trees = List.copyOf(trees);
  }

  /** The name of a tree: the first part of the names of its tensors. */
  public static String tree(final int number) {
    return "tree" + number;
  }

  /**
   * Reads a whole file, but for the contents of rows and entries.
   *
   * @param file its container; the result is valid as long as that is
   * @throws ModelRefusedException if the file is not of this form, or a tensor or argument is missing, of the wrong shape or unknown
   */
  public static LabelTreeFile of(final Safetensors file) throws ModelRefusedException {
    FORM.require(file);
    final TensorReader reader = new TensorReader(file);
    final long[] keys = reader.longs(KEYS);
    final float[] factors = reader.floats(FACTORS);
    final int[] labelTexts = reader.ints(LABEL_TEXTS);
    final MemorySegment labels = reader.list(LABELS, Type.U8).bytes();
    final List<TreeSections> trees = new ArrayList<>();
    do {
      trees.add(sections(reader, tree(trees.size())));
    } while (trees.size() < MOST_TREES && reader.has(tree(trees.size()) + CHILDREN));
    reader.requireNoneLeft();
    return new LabelTreeFile(
        Arguments.of(file, ARGUMENTS_KEY).left(),
        file.metadata().getOrDefault(SETTINGS_KEY, ""),
        keys,
        factors,
        labels,
        labelTexts,
        trees,
        file.metadataWithout(OWN_KEYS));
  }

  /**
   * Writes the file.
   *
   * @return the number of bytes written
   * @throws IllegalArgumentException if the metadata are too long
   * @throws IOException if the channel cannot be written
   */
  public long write(final WritableByteChannel channel) throws IOException {
    final Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FileForm.KEY, FORM.toString());
    texts.put(ARGUMENTS_KEY, Arguments.text(arguments));
    texts.put(SETTINGS_KEY, settings);
    texts.putAll(metadata.texts());
    return Safetensors.write(texts, tensors(), channel);
  }

  /** By falling width of their elements, so that all are aligned. */
  private List<NewTensor> tensors() {
    final List<NewTensor> tensors = new ArrayList<>();
    tensors.add(longs(KEYS, keys));
    tensors.add(floats(FACTORS, factors));
    tensors.add(ints(LABEL_TEXTS, labelTexts));
    for (int tree = 0; tree < trees.size(); tree++) {
      tensors.add(ints(tree(tree) + TREE_LABELS, trees.get(tree).labels()));
      tensors.add(floats(tree(tree) + BIASES, trees.get(tree).biases()));
      if (trees.get(tree).steps().length > 0) {
        tensors.add(floats(tree(tree) + STEPS, trees.get(tree).steps()));
      }
    }
    for (int tree = 0; tree < trees.size(); tree++) {
      tensors.add(shorts(tree(tree) + CHILDREN, trees.get(tree).children()));
    }
    for (int tree = 0; tree < trees.size(); tree++) {
      final TreeSections sections = trees.get(tree);
      tensors.add(NewTensor.of(tree(tree) + ENTRIES, Type.U8, sections.entries(), sections.weights(), sections.entryBytes()));
      tensors.add(NewTensor.of(tree(tree) + ROWS, Type.U8, sections.rows(), sections.rows().byteSize()));
    }
    tensors.add(NewTensor.of(LABELS, Type.U8, labels, labels.byteSize()));
    return tensors;
  }

  private static NewTensor longs(final String name, final long[] values) {
    return NewTensor.of(name, Type.I64, out -> {
      for (final long value : values) {
        out.int64(value);
      }
    }, values.length);
  }

  private static NewTensor ints(final String name, final int[] values) {
    return NewTensor.of(name, Type.I32, out -> {
      for (final int value : values) {
        out.int32(value);
      }
    }, values.length);
  }

  private static NewTensor floats(final String name, final float[] values) {
    return NewTensor.of(name, Type.F32, out -> {
      for (final float value : values) {
        out.int32(Float.floatToRawIntBits(value));
      }
    }, values.length);
  }

  private static NewTensor shorts(final String name, final int[] values) {
    final MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Short.BYTES]);
    for (int index = 0; index < values.length; index++) {
      bytes.set(LittleEndian.INT16, (long) index * Short.BYTES, (short) values[index]);
    }
    return NewTensor.of(name, Type.U16, bytes, values.length);
  }

  private static TreeSections sections(final TensorReader reader, final String name) throws ModelRefusedException {
    final MemorySegment counts = reader.list(name + CHILDREN, Type.U16).bytes();
    final int[] children = new int[Math.toIntExact(counts.byteSize() / Short.BYTES)];
    for (int node = 0; node < children.length; node++) {
      children[node] = Short.toUnsignedInt(counts.get(LittleEndian.INT16, (long) node * Short.BYTES));
    }
    final int[] labels = reader.ints(name + TREE_LABELS);
    final float[] biases = reader.floats(name + BIASES);
    final float[] steps = reader.has(name + STEPS) ? reader.floats(name + STEPS) : new float[0];
    final MemorySegment rows = reader.list(name + ROWS, Type.U8).bytes();
    final Tensor entries = reader.take(name + ENTRIES, Type.U8, 2);
    final TreeSections sections = new TreeSections(children, labels, biases, steps, rows, entries.bytes());
    if (entries.shape().getLast() != sections.entryBytes()) {
      throw inconsistent("%s has the shape %s, expected entries of %d bytes", name + ENTRIES, entries.shape(), sections.entryBytes());
    }
    if (sections.weights() > Integer.MAX_VALUE) {
      throw inconsistent("%s has %d weights, expected at most %d", name, sections.weights(), Integer.MAX_VALUE);
    }
    requireLength(name + BIASES, biases.length, children.length);
    if (sections.entryBytes() == TreeSections.STEP_ENTRY) {
      requireLength(name + STEPS, steps.length, children.length);
    }
    return sections;
  }

  private static void requireLength(final String name, final int length, final int nodes) throws ModelRefusedException {
    if (length != nodes) {
      throw inconsistent("%s has %d numbers, expected one for each of %d nodes", name, length, nodes);
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
