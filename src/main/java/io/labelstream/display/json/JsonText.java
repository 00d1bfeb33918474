package io.labelstream.display.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.labelstream.display.VisibleJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record as one JSON object, for programs: its components are the fields, in their order. Components that are empty are left out, and constants of an enum are
 * words in lower case with hyphens. Since programs read the names of the components, they are only ever added to.
 */
public final class JsonText {
  private static final ObjectMapper MAPPER = JsonMapper.builder(VisibleJson.factory())
      .addModule(new Jdk8Module())
      .addModule(new SimpleModule().addSerializer(new Word()).addKeySerializer(Enum.class, new WordAsName()))
      .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
      .build();

  private JsonText() {}

  /** One line, or several for people who read it too. */
  public enum Layout {
    INDENTED,
    ONE_LINE
  }

  /**
   * An event time in UTC; null in JSON for the beginning of time.
   *
   * @param epochMillis {@link Long#MIN_VALUE} for the beginning
   */
  public record Time(long epochMillis) {
    @JsonValue
    @Nullable String text() {
      return epochMillis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(epochMillis).toString();
    }
  }

  /** For people too, in several lines. */
  public static String indented(final Record fields) {
    return object(fields, Layout.INDENTED);
  }

  public static String object(final Record fields, final Layout layout) {
    try {
      return (layout == Layout.INDENTED ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(fields) + "\n";
    } catch (final JsonProcessingException impossible) {
      throw new UncheckedIOException("a record cannot be written as JSON", impossible);
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class Word extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    Word() {
      super(Enum.class);
    }

    @Override
    public void serialize(final Enum constant, final JsonGenerator json, final SerializerProvider provider) throws IOException {
      json.writeString(word(constant));
    }
  }

  /** For the keys of a map. */
  @SuppressWarnings("rawtypes")
  private static final class WordAsName extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    WordAsName() {
      super(Enum.class);
    }

    @Override
    public void serialize(final Enum constant, final JsonGenerator json, final SerializerProvider provider) throws IOException {
      json.writeFieldName(word(constant));
    }
  }

  private static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
