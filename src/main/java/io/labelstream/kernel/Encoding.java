package io.labelstream.kernel;

/** How code points are encoded, as far as this makes a difference to finding them. */
public enum Encoding {
  /** Each byte is a code point. */
  ASCII,
  /** A code point is a byte and the continuation bytes behind it. */
  UTF8
}
