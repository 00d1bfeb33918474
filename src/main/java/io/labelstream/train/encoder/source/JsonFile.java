package io.labelstream.train.encoder.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.SafetensorsHeader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A JSON object of a file.
 *
 * @param file the name of the file, for messages
 */
record JsonFile(String file, JsonNode object) {
  /** An object without anything. */
  static final JsonFile EMPTY = new JsonFile("(no file)", MissingNode.getInstance());

  private static final int MOST_BYTES = 64 << 20;

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws ModelRefusedException if there is no such file, or it is not a JSON object
   */
  static JsonFile read(final Path file) throws IOException, ModelRefusedException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(String.valueOf(file.getFileName()), in);
    } catch (final NoSuchFileException missing) {
      throw new ModelRefusedException(ModelDefect.NOT_A_MODEL, "there is no file '" + file + "'");
    }
  }

  /** As {@link #read(Path)}, from a stream to its end. */
  static JsonFile read(final String name, final InputStream in) throws IOException, ModelRefusedException {
    final byte[] bytes = in.readNBytes(MOST_BYTES);
    if (bytes.length == MOST_BYTES) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " has more than " + MOST_BYTES + " bytes");
    }
    try {
      return new JsonFile(name, JSON.readTree(bytes));
    } catch (final JsonProcessingException malformed) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " is not JSON: " + SafetensorsHeader.shown(malformed.getOriginalMessage()));
    } catch (final CharConversionException malformed) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + " is not UTF-8");
    }
  }

  /** A part of the object, or an empty one. */
  JsonFile at(final String key) {
    return new JsonFile(file, object.path(key));
  }

  /** The text under a key; empty if it is left out or null. */
  Optional<String> text(final String key) {
    final JsonNode value = object.path(key);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** The truth under a key; empty if it is left out or null. */
  Optional<Boolean> truth(final String key) {
    final JsonNode value = object.path(key);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /** A whole number of at least 1 under a key. */
  int count(final String key) throws ModelRefusedException {
    final JsonNode value = object.path(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, file + " has the " + key + " " + shown(value) + ", expected a whole number of at least 1");
    }
    return value.intValue();
  }

  /**
   * Refuses any other value under a key.
   *
   * @param expected as JSON
   */
  void require(final String key, final String... expected) throws ModelRefusedException {
    final String actual = shown(object.path(key));
    for (final String one : expected) {
      if (actual.equals(one)) {
        return;
      }
    }
    throw new ModelRefusedException(ModelDefect.UNSUPPORTED, file + " has the " + key + " " + actual + ", expected " + String.join(" or ", expected));
  }

  private static String shown(final JsonNode value) {
    return value.isMissingNode() ? "(none)" : value.isContainerNode() ? "(a list or an object)" : SafetensorsHeader.shown(value.toString());
  }
}
