package io.labelstream.pipeline.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Properties files in UTF-8, with or without the byte order mark that some editors write. */
public final class PropertiesFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private PropertiesFile() {}

  /**
   * The properties in a file, by key.
   *
   * @throws IOException if the file cannot be read, or is no such file; the message says why, without naming the file
   */
  public static Map<String, String> read(final Path file) throws IOException {
    final String text = text(file);
    final Properties properties = new Properties();
    try {
      properties.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text));
    } catch (final IllegalArgumentException malformed) {
      throw new IOException("it has a \\u that is not followed by four hexadecimal digits", malformed);
    }
    final Map<String, String> read = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    return read;
  }

  private static String text(final Path file) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (final CharacterCodingException malformed) {
      throw new IOException("it is not UTF-8; save it in that encoding", malformed);
    } catch (final NoSuchFileException missing) {
      throw new IOException("it does not exist; check the path", missing);
    } catch (final AccessDeniedException denied) {
      throw new IOException("this user may not read it; check its permissions", denied);
    }
  }
}
