package io.labelstream.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A page as text. */
final class Http {
  private Http() {}

  static String get(final URI url) {
    try (var in = url.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
