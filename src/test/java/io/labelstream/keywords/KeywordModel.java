package io.labelstream.keywords;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words and how much each speaks for each label: the smallest family that is one, for tests. A text's score of a label is that label's share of the weights of
 * all its words; a text without a known word has no labels.
 *
 * <pre>
 *  metadata          text
 *  labelstream.form  keywords/1
 *  other keys        {@link Metadata}
 *
 *  tensor   type  shape
 *  weights  F32   [words, labels]    0 to 1e9
 *  words    U8    UTF-8, each ended by a line feed, of 1 to 16 bytes
 *  labels   U8    UTF-8, each ended by a line feed, not empty
 * </pre>
 *
 * @param words the words, all different
 * @param labels the labels
 * @param weights one row a word, one column a label
 */
public record KeywordModel(List<String> words, List<String> labels, float[] weights) {
  /** The name of the family. */
  public static final String FAMILY = "keywords";

  static final int LONGEST_WORD = 16;
  private static final float LARGEST_WEIGHT = 1e9f;
  private static final FileForm FORM = new FileForm(FAMILY, 1);
  private static final String WEIGHTS = "weights";
  private static final String WORDS = "words";
  private static final String LABELS = "labels";

  public KeywordModel {
    words = List.copyOf(words);
    labels = List.copyOf(labels);
  }

  /**
   * Writes a file.
   *
   * @return how many bytes were written
   * @throws IOException if the channel cannot be written
   */
  public long write(final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FileForm.KEY, FORM.toString());
    texts.putAll(metadata.texts());
    return Safetensors.write(
        texts,
        List.of(
            NewTensor.of(WEIGHTS, Type.F32, floats(weights), words.size(), labels.size()),
            lines(WORDS, words),
            lines(LABELS, labels)),
        channel);
  }

  private static MemorySegment floats(final float[] values) {
    final MemorySegment floats = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
    MemorySegment.copy(values, 0, floats, LittleEndian.FLOAT32, 0, values.length);
    return floats;
  }

  private static NewTensor lines(final String name, final List<String> texts) {
    final byte[] lines = (String.join("\n", texts) + (texts.isEmpty() ? "" : "\n")).getBytes(StandardCharsets.UTF_8);
    return NewTensor.of(name, Type.U8, MemorySegment.ofArray(lines), lines.length);
  }

  static KeywordModel read(final Safetensors file) throws ModelRefusedException {
    FORM.require(file);
    final List<String> words = lines(file, WORDS);
    final List<String> labels = lines(file, LABELS);
    final Tensor table = tensor(file, WEIGHTS, Type.F32);
    require(file.tensors().size() == 3, "there are more tensors than " + List.of(WEIGHTS, WORDS, LABELS));
    require(table.shape().equals(List.of((long) words.size(), (long) labels.size())), "the weights have the shape " + table.shape());
    require(Set.copyOf(words).size() == words.size(), "a word comes twice");
    for (final String word : words) {
      require(word.getBytes(StandardCharsets.UTF_8).length <= LONGEST_WORD, "a word has more than " + LONGEST_WORD + " bytes");
    }
    if (labels.isEmpty()) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final float[] weights = table.bytes().toArray(LittleEndian.FLOAT32);
    for (final float weight : weights) {
      if (!(weight >= 0 && weight <= LARGEST_WEIGHT)) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, "a weight is " + weight + ", expected 0 to " + LARGEST_WEIGHT);
      }
    }
    return new KeywordModel(words, labels, weights);
  }

  static Metadata metadata(final Safetensors file) throws ModelRefusedException {
    return file.metadataWithout(Set.of(FileForm.KEY));
  }

  private static List<String> lines(final Safetensors file, final String name) throws ModelRefusedException {
    final Tensor tensor = tensor(file, name, Type.U8);
    final String text = new String(tensor.bytes().toArray(LittleEndian.INT8), StandardCharsets.UTF_8);
    require(text.isEmpty() || text.endsWith("\n"), "the last of the " + name + " does not end");
    final List<String> lines = text.lines().toList();
    require(lines.stream().noneMatch(String::isEmpty), "one of the " + name + " is empty");
    return lines;
  }

  private static Tensor tensor(final Safetensors file, final String name, final Type type) throws ModelRefusedException {
    final Optional<Tensor> tensor = file.tensor(name).filter(found -> found.type() == type);
    require(tensor.isPresent(), "there is no tensor " + name + " of the type " + type);
    return tensor.orElseThrow();
  }

  private static void require(final boolean holds, final String detail) throws ModelRefusedException {
    if (!holds) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, detail);
    }
  }
}
