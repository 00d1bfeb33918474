package io.labelstream.model.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelRefusedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A safetensors file: named tensors that are used in place, and texts about them. The public specification is in the README of the format's reference
 * implementation, github.com/huggingface/safetensors, section "Format".
 *
 * <pre>
 *  | header bytes int64 | header: JSON, UTF-8, spaces at the end | tensors, one after the other without gaps |
 *
 *  header:  {"__metadata__":{"key":"text", ...},
 *            "name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}, ...}       offsets from the end of the header on
 * </pre>
 *
 * <p>Numbers in tensors are little endian, rows one after the other. Files that this class writes have the tensors at multiples of 8 bytes from the start of
 * the file, as long as their sizes are such multiples; in files that it reads, they may be anywhere.
 *
 * <p>Reading is strict: a key that comes twice, a field that is unknown, a number that is not a plain decimal, and tensors that overlap, leave a gap or do
 * not end with the file are refused. Nothing larger than the header is allocated.
 *
 * @param metadata the texts, in file order; unmodifiable
 * @param tensors the tensors, in the order of their bytes
 * @param headerBytes the bytes before the first tensor
 * @param metadataBytes the part of them that is the JSON of the metadata
 */
public record Safetensors(Map<String, String> metadata, List<Tensor> tensors, long headerBytes, long metadataBytes) {
  /** A model's header is never longer. */
  static final int LONGEST_HEADER = 16 << 20;

  static final String METADATA = "__metadata__";

  private static final int MOST_TENSORS = 1 << 16;
  private static final int ALIGNMENT = 8;
  private static final byte HEADER_START = '{';

  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /** The type of a tensor's elements. */
  public enum Type {
    BOOL(1), U8(1), I8(1), F8_E5M2(1), F8_E4M3(1), U16(2), I16(2), F16(2), BF16(2), U32(4), I32(4), F32(4), U64(8), I64(8), F64(8);

    private final int bytes;

    Type(final int bytes) {
      this.bytes = bytes;
    }

    /** The width of an element. */
    public int bytes() {
      return bytes;
    }

    public static Optional<Type> of(final String name) {
      for (final Type type : values()) {
        if (type.name().equals(name)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A tensor of a file.
   *
   * @param shape its sizes, outermost first; empty for a single number
   * @param offset its start in the file
   * @param bytes its elements: a view of the file
   */
  public record Tensor(String name, Type type, List<Long> shape, long offset, MemorySegment bytes) {
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /** Writes the elements of a tensor: exactly as many bytes as its type and shape announce. */
  @FunctionalInterface
  public interface Body {
    void writeTo(SectionWriter out) throws IOException;
  }

  /**
   * A tensor to write.
   *
   * @param shape its sizes, outermost first
   */
  public record NewTensor(String name, Type type, List<Long> shape, Body body) {
    public NewTensor {
      shape = List.copyOf(shape);
    }

    public static NewTensor of(final String name, final Type type, final MemorySegment elements, final long... shape) {
      return new NewTensor(name, type, boxed(shape), out -> out.bytes(elements));
    }

    public static NewTensor of(final String name, final Type type, final Body body, final long... shape) {
      return new NewTensor(name, type, boxed(shape), body);
    }

    private static List<Long> boxed(final long... sizes) {
      final List<Long> shape = new ArrayList<>(sizes.length);
      for (final long size : sizes) {
        shape.add(size);
      }
      return shape;
    }

    public long bytes() {
      long bytes = type.bytes();
      for (final long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    }
  }

  /** Tells if a file starts like one of this format: with the length of a header and the start of its JSON. */
  public static boolean isOne(final MemorySegment file) {
    if (file.byteSize() <= Long.BYTES) {
      return false;
    }
    final long length = file.get(LittleEndian.INT64, 0);
    return length >= 2 && length <= LONGEST_HEADER && file.get(LittleEndian.INT8, Long.BYTES) == HEADER_START;
  }

  /**
   * Reads a whole file.
   *
   * @param file all bytes of the file; the tensors are valid as long as this segment is
   * @throws ModelRefusedException if the file is not a sound one
   */
  public static Safetensors parse(final MemorySegment file) throws ModelRefusedException {
    if (!isOne(file)) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "the file does not start like one of safetensors; it has " + file.byteSize() + " bytes");
    }
    final long length = file.get(LittleEndian.INT64, 0);
    if (length > file.byteSize() - Long.BYTES) {
      throw new ModelRefusedException(
          ModelDefect.TRUNCATED, "the header has " + length + " bytes, but " + (file.byteSize() - Long.BYTES) + " are left");
    }
    final SafetensorsHeader header = SafetensorsHeader.parse(file.asSlice(Long.BYTES, length).toArray(LittleEndian.INT8), MOST_TENSORS);
    final long start = Long.BYTES + length;
    return new Safetensors(header.metadata(), tensors(header.entries(), file, start), start, header.metadataBytes());
  }

  /** The tensor of this name, if there is one. */
  public Optional<Tensor> tensor(final String name) {
    for (final Tensor tensor : tensors) {
      if (tensor.name().equals(name)) {
        return Optional.of(tensor);
      }
    }
    return Optional.empty();
  }

  /**
   * The file's texts about the model: all but those that are the form's own.
   *
   * @param own the keys of the form's own texts, {@link FileForm#KEY} among them
   * @throws ModelRefusedException if a remaining key is not allowed in metadata
   */
  public Metadata metadataWithout(final Set<String> own) throws ModelRefusedException {
    final Map<String, String> texts = new LinkedHashMap<>(metadata);
    texts.keySet().removeAll(own);
    try {
      return new Metadata(texts);
    } catch (final IllegalArgumentException invalid) {
      throw new ModelRefusedException(
          ModelDefect.INCONSISTENT, "the file has a metadata key that is not one: " + SafetensorsHeader.shown(String.join(", ", texts.keySet())));
    }
  }

  /** The sections of the file in its order: header, metadata, and each tensor by its name. */
  public List<ModelDescription.Part> parts() {
    final List<ModelDescription.Part> parts = new ArrayList<>();
    parts.add(new ModelDescription.Part("header", headerBytes - metadataBytes));
    parts.add(new ModelDescription.Part("metadata", metadataBytes));
    for (final Tensor tensor : tensors) {
      parts.add(new ModelDescription.Part(tensor.name(), tensor.bytes().byteSize()));
    }
    return parts;
  }

  private static List<Tensor> tensors(final List<SafetensorsHeader.Entry> entries, final MemorySegment file, final long start)
      throws ModelRefusedException {
    final List<SafetensorsHeader.Entry> sorted = new ArrayList<>(entries);
    Collections.sort(sorted);
    final List<Tensor> tensors = new ArrayList<>(sorted.size());
    final long available = file.byteSize() - start;
    long end = 0;
    for (final SafetensorsHeader.Entry entry : sorted) {
      if (entry.begin() != end || entry.end() < entry.begin()) {
        throw new ModelRefusedException(
            ModelDefect.INCONSISTENT,
            "the tensor " + entry.shownName() + " is at " + entry.begin() + " to " + entry.end() + ", expected a start at " + end + ", where others end");
      }
      if (entry.end() > available) {
        throw new ModelRefusedException(
            ModelDefect.TRUNCATED, "the tensor " + entry.shownName() + " ends at " + entry.end() + ", but there are " + available + " bytes of tensors");
      }
      final long expected = bytes(entry);
      if (entry.end() - entry.begin() != expected) {
        throw new ModelRefusedException(
            ModelDefect.INCONSISTENT,
            "the tensor " + entry.shownName() + " has " + (entry.end() - entry.begin()) + " bytes, expected " + expected + " for its shape " + entry.shape());
      }
      tensors.add(new Tensor(entry.name(), entry.type(), entry.shape(), start + entry.begin(), file.asSlice(start + entry.begin(), expected)));
      end = entry.end();
    }
    if (end != available) {
      throw new ModelRefusedException(
          ModelDefect.TRAILING_BYTES, "the tensors end at byte " + (start + end) + ", but the file has " + file.byteSize());
    }
    return tensors;
  }

  private static long bytes(final SafetensorsHeader.Entry entry) throws ModelRefusedException {
    try {
      long bytes = entry.type().bytes();
      for (final long size : entry.shape()) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (final ArithmeticException tooLarge) {
      throw new ModelRefusedException(
          ModelDefect.INCONSISTENT, "the tensor " + entry.shownName() + " has the shape " + entry.shape() + ", which no file can hold");
    }
  }

  /**
   * The number of bytes that {@link #write} writes.
   *
   * @throws IllegalArgumentException as {@link #write}
   */
  public static long bytes(final Map<String, String> metadata, final List<NewTensor> tensors) {
    return Long.BYTES + header(metadata, tensors).length + tensors.stream().mapToLong(NewTensor::bytes).sum();
  }

  /**
   * Writes a file.
   *
   * @param tensors in the order in which to store them
   * @return the number of bytes written
   * @throws IllegalArgumentException if two tensors have the same name, or the header would be longer than {@link #parse} accepts
   * @throws IOException if the channel cannot be written
   */
  public static long write(final Map<String, String> metadata, final List<NewTensor> tensors, final WritableByteChannel channel) throws IOException {
    final SectionWriter out = new SectionWriter(channel);
    final byte[] header = header(metadata, tensors);
    out.int64(header.length);
    out.bytes(MemorySegment.ofArray(header));
    for (final NewTensor tensor : tensors) {
      tensor.body().writeTo(out);
    }
    final long written = out.finish();
    final long announced = bytes(metadata, tensors);
    if (written != announced) {
      throw new IllegalStateException("tensors have " + written + " bytes, but " + announced + " were announced");
    }
    return written;
  }

  private static byte[] header(final Map<String, String> metadata, final List<NewTensor> tensors) {
    final StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      SafetensorsHeader.quote(METADATA, json);
      json.append(":{");
      metadata.forEach(
          (key, text) -> {
            SafetensorsHeader.quote(key, json);
            SafetensorsHeader.quote(text, json.append(':'));
            json.append(',');
          });
      json.setCharAt(json.length() - 1, '}');
      json.append(',');
    }
    final Set<String> names = new HashSet<>(Set.of(METADATA));
    long end = 0;
    for (final NewTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called " + tensor.name());
      }
      SafetensorsHeader.quote(tensor.name(), json);
      json.append(":{\"dtype\":\"").append(tensor.type()).append("\",\"shape\":").append(tensor.shape().toString().replace(" ", ""));
      json.append(",\"data_offsets\":[").append(end).append(',').append(end += tensor.bytes()).append("]},");
    }
    if (json.length() > 1) {
      json.setLength(json.length() - 1);
    }
    final byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    final int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (length > LONGEST_HEADER) {
      throw new IllegalArgumentException("the header has " + length + " bytes, expected at most " + LONGEST_HEADER + ": give less metadata");
    }
    final byte[] header = new byte[length];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(text, 0, header, 0, text.length);
    return header;
  }
}
