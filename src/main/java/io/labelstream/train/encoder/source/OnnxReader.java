package io.labelstream.train.encoder.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.train.encoder.source.OnnxTensor.Type;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the parts of an ONNX file that describe a network: messages of Protocol Buffers, as the public specification onnx.proto of ONNX numbers their fields.
 * Nothing larger than the file is allocated, whatever lengths it announces.
 */
final class OnnxReader {
  private static final int MOST_SIZES = 8;

  private final CodedInputStream in;

  private OnnxReader(final CodedInputStream in) {
    this.in = in;
  }

  /** A field of a message, read up to the limit of the stream. */
  @FunctionalInterface
  private interface Field {
    void read(int number, int tag) throws IOException, ModelRefusedException;
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException if the stream cannot be read
   * @throws ModelRefusedException if it is not a sound network
   */
  static OnnxGraph read(final InputStream file) throws IOException, ModelRefusedException {
    final List<OnnxGraph> graphs = new ArrayList<>();
    try {
      final OnnxReader reader = new OnnxReader(CodedInputStream.newInstance(file));
      reader.fields((number, tag) -> {
        switch (number) {
          case 7 -> graphs.add(reader.graph());
          default -> reader.skip(tag);
        }
      });
    } catch (final InvalidProtocolBufferException malformed) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "it is not a whole ONNX file: " + malformed.getMessage());
    }
    if (graphs.size() != 1) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "the file has " + graphs.size() + " networks, expected one of ONNX");
    }
    return graphs.getFirst();
  }

  private OnnxGraph graph() throws IOException, ModelRefusedException {
    final List<OnnxNode> nodes = new ArrayList<>();
    final List<OnnxTensor> constants = new ArrayList<>();
    final List<String> inputs = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
    message((number, tag) -> {
      switch (number) {
        case 1 -> nodes.add(node());
        case 5 -> constants.add(tensor());
        case 11 -> inputs.add(valueName());
        case 12 -> outputs.add(valueName());
        default -> skip(tag);
      }
    });
    return OnnxGraph.of(nodes, constants, inputs, outputs);
  }

  private String valueName() throws IOException, ModelRefusedException {
    final List<String> names = new ArrayList<>();
    message((number, tag) -> {
      switch (number) {
        case 1 -> names.add(in.readString());
        default -> skip(tag);
      }
    });
    return names.isEmpty() ? "" : names.getLast();
  }

  private OnnxNode node() throws IOException, ModelRefusedException {
    final List<String> inputs = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
    final Map<String, OnnxTensor> attributes = new HashMap<>();
    final StringBuilder operator = new StringBuilder();
    final StringBuilder domain = new StringBuilder();
    message((number, tag) -> {
      switch (number) {
        case 1 -> inputs.add(in.readString());
        case 2 -> outputs.add(in.readString());
        case 4 -> operator.append(in.readString());
        case 5 -> attribute(attributes);
        case 7 -> domain.append(in.readString());
        default -> skip(tag);
      }
    });
    final boolean own = domain.isEmpty() || "ai.onnx".contentEquals(domain);
    return new OnnxNode(own ? operator.toString() : domain + "." + operator, inputs, outputs, attributes);
  }

  private void attribute(final Map<String, OnnxTensor> attributes) throws IOException, ModelRefusedException {
    final StringBuilder name = new StringBuilder();
    final List<OnnxTensor> values = new ArrayList<>();
    final LongArrayList integers = new LongArrayList();
    final FloatArrayList floats = new FloatArrayList();
    message((number, tag) -> {
      switch (number) {
        case 1 -> name.append(in.readString());
        case 2 -> values.add(OnnxTensor.of(in.readFloat()));
        case 3 -> values.add(OnnxTensor.of(in.readInt64()));
        case 4 -> values.add(OnnxTensor.of(in.readString()));
        case 5 -> values.add(tensor());
        case 7 -> floats(tag, floats);
        case 8 -> integers(tag, integers);
        default -> skip(tag);
      }
    });
    if (!integers.isEmpty()) {
      values.add(OnnxTensor.of(integers.toLongArray()));
    }
    if (!floats.isEmpty()) {
      values.add(OnnxTensor.of(floats.toFloatArray()));
    }
    if (values.size() == 1) {
      attributes.put(name.toString(), values.getFirst());
    }
  }

  private OnnxTensor tensor() throws IOException, ModelRefusedException {
    final StringBuilder name = new StringBuilder();
    final LongArrayList shape = new LongArrayList();
    final LongArrayList integers = new LongArrayList();
    final FloatArrayList floats = new FloatArrayList();
    final List<ByteBuffer> raw = new ArrayList<>();
    final List<Type> types = new ArrayList<>();
    message((number, tag) -> {
      switch (number) {
        case 1 -> integers(tag, shape);
        case 2 -> types.add(Type.of(in.readInt32()));
        case 4 -> floats(tag, floats);
        case 7 -> integers(tag, integers);
        case 8 -> name.append(in.readString());
        case 9 -> raw.add(ByteBuffer.wrap(in.readByteArray()).order(ByteOrder.LITTLE_ENDIAN));
        case 13, 14 -> throw new ModelRefusedException(ModelDefect.UNSUPPORTED,
            "the weights are in another file than the network; save them in one, of less than 2 GiB");
        default -> skip(tag);
      }
    });
    final Type type = types.isEmpty() ? Type.OTHER : types.getLast();
    final Optional<ByteBuffer> bytes = raw.isEmpty() ? Optional.empty() : Optional.of(raw.getLast());
    final OnnxTensor tensor = switch (type) {
      case INT64 -> new OnnxTensor(name.toString(), type, shape.toLongArray(), new float[0], bytes.map(OnnxReader::int64).orElseGet(integers::toLongArray));
      case FLOAT -> new OnnxTensor(name.toString(), type, shape.toLongArray(), bytes.map(OnnxReader::float32).orElseGet(floats::toFloatArray), new long[0]);
      case FLOAT16, BFLOAT16 -> new OnnxTensor(
          name.toString(), type, shape.toLongArray(), bytes.map(halves -> float16(halves, type)).orElseGet(() -> new float[0]), new long[0]);
      case OTHER -> new OnnxTensor(name.toString(), type, shape.toLongArray(), new float[0], new long[0]);
    };
    requireShape(tensor);
    return tensor;
  }

  private static void requireShape(final OnnxTensor tensor) throws ModelRefusedException {
    final int elements = tensor.floats().length + tensor.integers().length;
    long expected = 1;
    for (final long size : tensor.shape()) {
      if (size < 0 || size > Integer.MAX_VALUE || tensor.rank() > MOST_SIZES || (expected *= size) > Integer.MAX_VALUE) {
        throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the constant " + tensor.shown() + " has sizes that no weight has");
      }
    }
    if (tensor.type() != Type.OTHER && elements != expected) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the constant " + tensor.shown() + " has " + elements + " numbers, expected " + expected);
    }
  }

  private static long[] int64(final ByteBuffer bytes) {
    final long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private static float[] float32(final ByteBuffer bytes) {
    final float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static float[] float16(final ByteBuffer bytes, final Type type) {
    final float[] values = new float[bytes.remaining() / Short.BYTES];
    for (int index = 0; index < values.length; index++) {
      final short half = bytes.getShort(index * Short.BYTES);
      values[index] = type == Type.FLOAT16 ? Float.float16ToFloat(half) : Float.intBitsToFloat(half << Short.SIZE);
    }
    return values;
  }

  private void integers(final int tag, final LongArrayList into) throws IOException, ModelRefusedException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
      into.add(in.readInt64());
    } else {
      packed(() -> into.add(in.readInt64()));
    }
  }

  private void floats(final int tag, final FloatArrayList into) throws IOException, ModelRefusedException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_FIXED32) {
      into.add(in.readFloat());
    } else {
      packed(() -> into.add(in.readFloat()));
    }
  }

  /** Reads one element of a packed list. */
  @FunctionalInterface
  private interface Element {
    void read() throws IOException;
  }

  private void packed(final Element element) throws IOException {
    final int limit = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      element.read();
    }
    end(limit);
  }

  private void message(final Field field) throws IOException, ModelRefusedException {
    final int limit = in.pushLimit(in.readRawVarint32());
    fields(field);
    end(limit);
  }

  /** Ends a message at its limit: the end of the stream comes before it if the file was cut. */
  private void end(final int limit) throws IOException {
    if (in.getBytesUntilLimit() != 0) {
      throw new InvalidProtocolBufferException("it ends " + in.getBytesUntilLimit() + " bytes too early");
    }
    in.popLimit(limit);
  }

  private void fields(final Field field) throws IOException, ModelRefusedException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      field.read(WireFormat.getTagFieldNumber(tag), tag);
    }
  }

  private void skip(final int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that has not begun");
    }
  }
}
