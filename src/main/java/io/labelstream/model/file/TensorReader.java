package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes the tensors of a file one after the other, and refuses what is left over. Not thread-safe. */
public final class TensorReader {
  /** So that the bytes of a tensor fit into an array. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - Long.BYTES;

  private final Safetensors file;
  private final Set<String> left = new LinkedHashSet<>();

  public TensorReader(final Safetensors file) {
    this.file = file;
    for (final Tensor tensor : file.tensors()) {
      left.add(tensor.name());
    }
  }

  /** True if a tensor of this name is there and was not taken yet. */
  public boolean has(final String name) {
    return left.contains(name);
  }

  /**
   * Takes a tensor of any type and shape.
   *
   * @throws ModelRefusedException if it is missing
   */
  public Tensor take(final String name) throws ModelRefusedException {
    final Optional<Tensor> tensor = file.tensor(name);
    if (tensor.isEmpty() || !left.remove(name)) {
      throw inconsistent("the tensor %s is missing", name);
    }
    return tensor.get();
  }

  /**
   * Takes a tensor of a type and a number of sizes.
   *
   * @throws ModelRefusedException if it is missing or has others
   */
  public Tensor take(final String name, final Type type, final int sizes) throws ModelRefusedException {
    final Tensor tensor = take(name);
    if (tensor.type() != type || tensor.shape().size() != sizes) {
      throw inconsistent("the tensor %s is %s of the shape %s, expected %s and %d sizes", name, tensor.type(), tensor.shape(), type, sizes);
    }
    return tensor;
  }

  /**
   * Takes a list of bytes as an array.
   *
   * @throws ModelRefusedException if it is missing, is no such list, or does not fit into an array
   */
  public byte[] bytes(final String name) throws ModelRefusedException {
    return list(name, Type.U8).bytes().toArray(LittleEndian.INT8);
  }

  /**
   * Takes a list of float32 numbers as an array.
   *
   * @throws ModelRefusedException if it is missing, is no such list, does not fit into an array, or has a number that is not finite
   */
  public float[] floats(final String name) throws ModelRefusedException {
    final float[] values = list(name, Type.F32).bytes().toArray(LittleEndian.FLOAT32);
    for (final float value : values) {
      if (!Float.isFinite(value)) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, name + " has a number that is infinite or not a number");
      }
    }
    return values;
  }

  /**
   * Takes a list of 32-bit numbers as an array.
   *
   * @throws ModelRefusedException if it is missing, is no such list, or does not fit into an array
   */
  public int[] ints(final String name) throws ModelRefusedException {
    return list(name, Type.I32).bytes().toArray(LittleEndian.INT32);
  }

  /**
   * Takes a list of 64-bit numbers as an array.
   *
   * @throws ModelRefusedException if it is missing, is no such list, or does not fit into an array
   */
  public long[] longs(final String name) throws ModelRefusedException {
    return list(name, Type.I64).bytes().toArray(LittleEndian.INT64);
  }

  /**
   * Takes a list: a tensor with one size.
   *
   * @throws ModelRefusedException if it is missing, is no such list, or its bytes do not fit into an array
   */
  public Tensor list(final String name, final Type type) throws ModelRefusedException {
    final Tensor tensor = take(name, type, 1);
    if (tensor.bytes().byteSize() > MOST_BYTES) {
      throw inconsistent("the tensor %s has %d bytes, expected at most %d", name, tensor.bytes().byteSize(), MOST_BYTES);
    }
    return tensor;
  }

  /**
   * Refuses tensors that were not taken.
   *
   * @throws ModelRefusedException if there are some
   */
  public void requireNoneLeft() throws ModelRefusedException {
    if (!left.isEmpty()) {
      throw inconsistent("the file has tensors that this form does not know: %s", SafetensorsHeader.shown(String.join(", ", left)));
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
