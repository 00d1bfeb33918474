package io.labelstream.model.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Safetensors.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a safetensors file, read as the only JSON that is allowed in it: two levels of objects of strings, and lists of decimals. There is no
 * recursion. Like all code that reads models, this uses plain loops: library code that has not run before is slow at first.
 *
 * @param metadata the texts, in file order
 * @param entries the tensors, in file order
 * @param metadataBytes the length of the metadata's JSON
 */
public record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries, int metadataBytes) {
  private static final int MOST_SIZES = 8;
  private static final int LONGEST_SHOWN = 64;
  private static final char FIRST_PRINTABLE = ' ';

  /** A tensor as the header describes it. */
  record Entry(String name, Type type, List<Long> shape, long begin, long end) implements Comparable<Entry> {
    /** By the order of their bytes. */
    @Override
    public int compareTo(final Entry other) {
      return begin == other.begin ? Long.compare(end, other.end) : Long.compare(begin, other.begin);
    }

    /** The name in a form that is safe in a message. */
    String shownName() {
      return shown(name);
    }
  }

  static SafetensorsHeader parse(final byte[] json, final int mostTensors) throws ModelRefusedException {
    return new Parser(json, mostTensors).parse();
  }

  /** A name from a file in a form that is safe in a message. */
  public static String shown(final String name) {
    final String line = name.codePoints().limit(LONGEST_SHOWN).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    return line.replaceAll("\\p{Cntrl}", "?") + (line.length() < name.length() ? "..." : "");
  }

  /** Appends a text as a JSON string. */
  static void quote(final String text, final StringBuilder json) {
    json.append('"');
    for (int index = 0; index < text.length(); index++) {
      final char value = text.charAt(index);
      switch (value) {
        case '"', '\\' -> json.append('\\').append(value);
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        case '\r' -> json.append("\\r");
        default -> {
          if (value < FIRST_PRINTABLE) {
            json.append(String.format("\\u%04x", (int) value));
          } else {
            json.append(value);
          }
        }
      }
    }
    json.append('"');
  }

  /** Used once. */
  private static final class Parser {
    private final byte[] json;
    private final int mostTensors;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private int metadataBytes;
    private int position;

    Parser(final byte[] json, final int mostTensors) {
      this.json = json;
      this.mostTensors = mostTensors;
    }

    SafetensorsHeader parse() throws ModelRefusedException {
      final Set<String> names = new HashSet<>();
      expect('{');
      for (boolean more = !isNext('}'); more; more = isListed('}')) {
        final String name = string();
        if (!names.add(name)) {
          throw malformed("the key " + shown(name) + " comes twice");
        }
        expect(':');
        if (name.equals(Safetensors.METADATA)) {
          space();
          final int start = position;
          metadata();
          metadataBytes = position - start;
        } else if (entries.size() == mostTensors) {
          throw malformed("there are more than " + mostTensors + " tensors");
        } else {
          entries.add(entry(name));
        }
      }
      space();
      if (position < json.length) {
        throw malformed("expected nothing but spaces behind it");
      }
      return new SafetensorsHeader(metadata, entries, metadataBytes);
    }

    private void metadata() throws ModelRefusedException {
      expect('{');
      for (boolean more = !isNext('}'); more; more = isListed('}')) {
        final String key = string();
        expect(':');
        if (metadata.putIfAbsent(key, string()) != null) {
          throw malformed("the metadata key " + shown(key) + " comes twice");
        }
      }
    }

    private Entry entry(final String name) throws ModelRefusedException {
      final Set<String> fields = new HashSet<>();
      Type type = Type.U8;
      List<Long> shape = List.of();
      List<Long> offsets = List.of();
      expect('{');
      for (boolean more = !isNext('}'); more; more = isListed('}')) {
        final String field = string();
        expect(':');
        switch (field) {
          case "dtype" -> type = type(name);
          case "shape" -> shape = decimals();
          case "data_offsets" -> offsets = decimals();
          default -> throw malformed("the tensor " + shown(name) + " has the unknown field " + shown(field));
        }
        if (!fields.add(field)) {
          throw malformed("the tensor " + shown(name) + " has the field " + field + " twice");
        }
      }
      if (fields.size() < 3 || offsets.size() != 2) {
        throw malformed("the tensor " + shown(name) + " must have a dtype, a shape and two data_offsets");
      }
      return new Entry(name, type, shape, offsets.getFirst(), offsets.getLast());
    }

    private Type type(final String name) throws ModelRefusedException {
      final String type = string();
      final Optional<Type> known = Type.of(type);
      if (known.isEmpty()) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "the tensor " + shown(name) + " has the type " + shown(type) + ", none known here");
      }
      return known.get();
    }

    private List<Long> decimals() throws ModelRefusedException {
      final List<Long> decimals = new ArrayList<>();
      expect('[');
      for (boolean more = !isNext(']'); more; more = isListed(']')) {
        if (decimals.size() == MOST_SIZES) {
          throw malformed("a list has more than " + MOST_SIZES + " numbers");
        }
        decimals.add(decimal());
      }
      return decimals;
    }

    private long decimal() throws ModelRefusedException {
      space();
      final int start = position;
      long value = 0;
      while (position < json.length && json[position] >= '0' && json[position] <= '9') {
        final int digit = json[position] - '0';
        if (value > (Long.MAX_VALUE - digit) / 10) {
          throw malformed("a number is beyond 64 bits");
        }
        value = 10 * value + digit;
        position++;
      }
      if (position == start || json[start] == '0' && position > start + 1) {
        throw malformed("expected a decimal number");
      }
      return value;
    }

    private String string() throws ModelRefusedException {
      expect('"');
      final StringBuilder text = new StringBuilder();
      int start = position;
      while (true) {
        if (position == json.length) {
          throw malformed("a text does not end");
        }
        final byte value = json[position];
        if (value == '"' || value == '\\') {
          text.append(utf8(start, position));
          position++;
          if (value == '"') {
            break;
          }
          text.append(escaped());
          start = position;
        } else if (value >= 0 && value < FIRST_PRINTABLE) {
          throw malformed("a text holds a control character");
        } else {
          position++;
        }
      }
      return wellFormed(text.toString());
    }

    private String utf8(final int from, final int to) throws ModelRefusedException {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json, from, to - from)).toString();
      } catch (final CharacterCodingException broken) {
        throw malformed("a text is not UTF-8");
      }
    }

    private String wellFormed(final String text) throws ModelRefusedException {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw malformed("a text holds an unpaired surrogate");
      }
      return text;
    }

    private char escaped() throws ModelRefusedException {
      final char kind = position < json.length ? (char) json[position++] : 0;
      return switch (kind) {
        case '"', '\\', '/' -> kind;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> hexadecimal();
        default -> throw malformed("an escape is none of JSON");
      };
    }

    private char hexadecimal() throws ModelRefusedException {
      int value = 0;
      for (int count = 0; count < 4; count++) {
        final int digit = position < json.length && json[position] > 0 ? Character.digit(json[position], 16) : -1;
        if (digit < 0) {
          throw malformed("an escape has no four hexadecimal digits");
        }
        value = value << 4 | digit;
        position++;
      }
      return (char) value;
    }

    /** Steps over the separator after an element of a list: true if another one follows, false at the end of the list. */
    private boolean isListed(final char end) throws ModelRefusedException {
      if (isNext(end)) {
        return false;
      }
      expect(',');
      return true;
    }

    /** Steps over {@code token} if it comes next, and tells if it did. */
    private boolean isNext(final char token) {
      space();
      final boolean next = position < json.length && json[position] == token;
      position += next ? 1 : 0;
      return next;
    }

    private void expect(final char token) throws ModelRefusedException {
      if (!isNext(token)) {
        throw malformed("expected " + token);
      }
    }

    private void space() {
      while (position < json.length && (json[position] == ' ' || json[position] == '\n' || json[position] == '\r' || json[position] == '\t')) {
        position++;
      }
    }

    private ModelRefusedException malformed(final String what) {
      return new ModelRefusedException(ModelDefect.INCONSISTENT, "the header at byte " + (Long.BYTES + position) + ": " + what);
    }
  }
}
