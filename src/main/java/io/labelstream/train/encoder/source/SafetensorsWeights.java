package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.matrix.FloatMatrix;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The weights of an open safetensors file, by their names after a prefix. */
final class SafetensorsWeights implements AutoCloseable {
  private static final int MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

  private final String file;
  private final ModelBytes bytes;
  private final Map<String, Tensor> tensors;
  private final String prefix;

  private SafetensorsWeights(final String file, final ModelBytes bytes, final Map<String, Tensor> tensors, final String prefix) {
    this.file = file;
    this.bytes = bytes;
    this.tensors = tensors;
    this.prefix = prefix;
  }

  /**
   * Opens a file.
   *
   * @param anchor the name of a weight that the file has once, after the prefix that all names have
   */
  static SafetensorsWeights open(final Path path, final String anchor) throws IOException, ModelRefusedException {
    final String file = String.valueOf(path.getFileName());
    if (Files.notExists(path)) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "there is no file '" + path + "'");
    }
    final ModelBytes bytes = ModelBytes.of(path);
    try {
      final Map<String, Tensor> tensors =
          Safetensors.parse(bytes.segment()).tensors().stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
      final List<String> anchors = tensors.keySet().stream().filter(name -> name.equals(anchor) || name.endsWith("." + anchor)).toList();
      if (anchors.size() != 1) {
        throw new ModelRefusedException(
            ModelDefect.UNSUPPORTED, file + " has " + anchors.size() + " tensors whose names end with " + anchor + ", expected one");
      }
      final String prefix = anchors.getFirst().substring(0, anchors.getFirst().length() - anchor.length());
      return new SafetensorsWeights(file, bytes, tensors, prefix);
    } catch (final ModelRefusedException | RuntimeException refused) {
      bytes.close();
      throw refused;
    }
  }

  boolean has(final String name) {
    return tensors.containsKey(prefix + name);
  }

  FloatMatrix matrix(final String name, final int rows, final int columns) throws ModelRefusedException {
    return new FloatMatrix(rows, columns, floats(name, List.of((long) rows, (long) columns)));
  }

  float[] vector(final String name, final int size) throws ModelRefusedException {
    return floats(name, List.of((long) size));
  }

  private float[] floats(final String name, final List<Long> shape) throws ModelRefusedException {
    final Optional<Tensor> found = Optional.ofNullable(tensors.get(prefix + name));
    if (found.isEmpty()) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, file + " has no tensor " + SafetensorsHeader.shown(prefix + name));
    }
    final Tensor tensor = found.get();
    if (!tensor.shape().equals(shape)) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT,
          file + ": the tensor " + SafetensorsHeader.shown(tensor.name()) + " has the shape " + tensor.shape() + ", expected " + shape);
    }
    final MemorySegment elements = tensor.bytes();
    final long size = elements.byteSize() / tensor.type().bytes();
    if (size > MOST_NUMBERS) {
      throw new ModelRefusedException(
          ModelDefect.UNSUPPORTED, file + ": the tensor " + SafetensorsHeader.shown(tensor.name()) + " has more than " + MOST_NUMBERS + " numbers");
    }
    final float[] values = new float[(int) size];
    switch (tensor.type()) {
      case F32 -> MemorySegment.copy(elements, LittleEndian.FLOAT32, 0, values, 0, values.length);
      case F16 -> {
        for (int index = 0; index < values.length; index++) {
          values[index] = Float.float16ToFloat(elements.get(LittleEndian.INT16, (long) index * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int index = 0; index < values.length; index++) {
          values[index] = Float.intBitsToFloat(elements.get(LittleEndian.INT16, (long) index * Short.BYTES) << Short.SIZE);
        }
      }
      default -> throw new ModelRefusedException(ModelDefect.UNSUPPORTED, file + ": the tensor " + SafetensorsHeader.shown(tensor.name()) + " has the type "
          + tensor.type() + ", expected F32, F16 or BF16");
    }
    return values;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
