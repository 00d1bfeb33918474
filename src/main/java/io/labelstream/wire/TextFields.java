package io.labelstream.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a JSON object or an Avro record hold the text. Immutable.
 *
 * <p>A field is named as {@code text}, or as {@code doc.text} where it lies in the object or record of another field; or by a JSON pointer
 * (RFC 6901), {@code /doc/text}, which also reaches a field whose own name has a dot: {@code /doc.text}. The texts of several fields are
 * joined with a line feed, in the order given here; those that are missing or null are left out, and at least one must be there.
 */
public final class TextFields {
  private static final int NO_TEXT = -1;

  private final List<String> spelled;
  private final Field root;
  private final int fields;

  private TextFields(final List<String> spelled) {
    this.spelled = List.copyOf(spelled);
    this.root = new Field("", 0);
    int count = 1;
    for (int text = 0; text < spelled.size(); text++) {
      count = add(spelled.get(text), text, count);
    }
    this.fields = count;
  }

  /**
   * These fields, at least one.
   *
   * @throws IllegalArgumentException if one is empty or malformed, or two are the same or one lies in the other
   */
  public static TextFields of(final String... fields) {
    return of(Arrays.asList(fields));
  }

  /**
   * These fields, at least one.
   *
   * @throws IllegalArgumentException if one is empty or malformed, or two are the same or one lies in the other
   */
  public static TextFields of(final List<String> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("no field is named");
    }
    return new TextFields(fields);
  }

  /** How many texts there can be. */
  int texts() {
    return spelled.size();
  }

  /** How many fields there are with all those that others lie in; they are numbered up to here. */
  int fields() {
    return fields;
  }

  /** Stands for the object or record itself. */
  Field root() {
    return root;
  }

  /** {@code "title" or "body"}. */
  @Override
  public String toString() {
    return spelled.stream().map(field -> '"' + field + '"').collect(Collectors.joining(" or "));
  }

  private int add(final String field, final int text, final int known) {
    int count = known;
    Field at = root;
    for (final String name : names(field)) {
      if (at.text != NO_TEXT) {
        throw overlap(at, field);
      }
      @Nullable Field next = at.find(name);
      if (next == null) {
        next = new Field(at == root ? name : at.path + "." + name, count++);
        at.names.add(name);
        at.below.add(next);
      }
      at = next;
    }
    if (at.text != NO_TEXT || !at.below.isEmpty()) {
      throw overlap(at, field);
    }
    at.text = text;
    return count;
  }

  private static IllegalArgumentException overlap(final Field one, final String other) {
    return new IllegalArgumentException("field \"" + other + "\" and field \"" + one.path + "\" are the same, or one lies in the other");
  }

  private static List<String> names(final String field) {
    if (field.startsWith("/")) {
      return Arrays.stream(field.substring(1).split("/", -1)).map(name -> unescape(name, field)).toList();
    }
    final List<String> names = List.of(field.split("\\.", -1));
    if (names.contains("")) {
      throw new IllegalArgumentException("field \"" + field + "\" has an empty name in it; a name with a dot is written as /" + field);
    }
    return names;
  }

  private static String unescape(final String name, final String field) {
    if (name.matches(".*~(?![01]).*")) {
      throw new IllegalArgumentException("field \"" + field + "\" has a ~ that is neither ~0, for ~, nor ~1, for /");
    }
    return name.replace("~1", "/").replace("~0", "~");
  }

  /** A field with a text, or one that fields lie in. */
  static final class Field {
    private final List<String> names = new ArrayList<>();
    private final List<Field> below = new ArrayList<>();
    private final String path;
    private final int number;
    private int text = NO_TEXT;

    private Field(final String path, final int number) {
      this.path = path;
      this.number = number;
    }

    /** The field of this name in the object or record of this one; null if it is of no interest. */
    @Nullable Field find(final String name) {
      // Nearly always there is one field: no map is faster.
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equals(name)) {
          return below.get(i);
        }
      }
      return null;
    }

    /** The names of the fields in this one, in the order of {@link #below()}. */
    List<String> names() {
      return names;
    }

    /** The fields in this one. */
    List<Field> below() {
      return below;
    }

    /** True if the field holds a text, rather than other fields. */
    boolean isText() {
      return text != NO_TEXT;
    }

    /** Which of the texts it is. */
    int text() {
      return text;
    }

    /** This field's number among all. */
    int number() {
      return number;
    }

    /** All names up to this field's own, with dots between. */
    String path() {
      return path;
    }
  }
}
