package io.labelstream.fuzz;

import io.labelstream.model.file.Safetensors.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a changed file of safetensors in order: the header's length, the offsets of the tensors by their types and shapes, and as many bytes of tensors. Without it,
 * nearly all changes would end at the check of these.
 */
final class SafetensorsLayout {
  private static final Pattern TENSOR = Pattern.compile("\"dtype\":\"([A-Z0-9_]{1,10})\",\"shape\":\\[([0-9,]{0,100})],\"data_offsets\":\\[[0-9]*,[0-9]*]");
  private static final long MOST_BYTES = 1 << 19;

  private SafetensorsLayout() {}

  /** The file in order, or as it is where its header has no end or asks for too much. */
  static byte[] of(final byte[] file) {
    final int end = headerEnd(file);
    if (end < 0) {
      return file;
    }
    final Matcher tensors = TENSOR.matcher(new String(file, Long.BYTES, end - Long.BYTES, StandardCharsets.ISO_8859_1));
    final StringBuilder header = new StringBuilder();
    long offset = 0;
    while (tensors.find()) {
      final long start = offset;
      offset += bytes(tensors.group(1), tensors.group(2));
      if (offset > MOST_BYTES) {
        return file;
      }
      tensors.appendReplacement(header, Matcher.quoteReplacement(
          "\"dtype\":\"" + tensors.group(1) + "\",\"shape\":[" + tensors.group(2) + "],\"data_offsets\":[" + start + "," + offset + "]"));
    }
    tensors.appendTail(header);
    while (header.length() % Long.BYTES != 0) {
      header.append(' ');
    }
    int body = end;
    while (body < file.length && file[body] == ' ') {
      body++;
    }
    final byte[] result = new byte[Long.BYTES + header.length() + (int) offset];
    ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).put(header.toString().getBytes(StandardCharsets.ISO_8859_1))
        .put(Arrays.copyOfRange(file, body, body + (int) offset));
    return result;
  }

  /** The end of the JSON object that starts behind the length; negative if there is none. */
  private static int headerEnd(final byte[] file) {
    int depth = 0;
    boolean inText = false;
    for (int at = Long.BYTES; at < file.length; at++) {
      final byte value = file[at];
      if (inText) {
        at += value == '\\' ? 1 : 0;
        inText = value != '"';
      } else {
        inText = value == '"';
        depth += value == '{' ? 1 : value == '}' ? -1 : 0;
        if (depth <= 0) {
          return depth == 0 && value == '}' ? at + 1 : -1;
        }
      }
    }
    return -1;
  }

  private static long bytes(final String type, final String shape) {
    final Optional<Type> known = Type.of(type);
    long bytes = known.map(Type::bytes).orElse(1);
    for (final String size : shape.split(",")) {
      bytes *= size.isEmpty() ? 1 : size.length() > 7 ? MOST_BYTES + 1 : Long.parseLong(size);
      if (bytes > MOST_BYTES) {
        return MOST_BYTES + 1;
      }
    }
    return bytes;
  }
}
