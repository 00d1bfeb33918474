package io.labelstream.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The most bytes that a record can take in a request, by which producers and brokers judge whether it is too large. */
final class RecordSize {
  /** A batch's header (61), and a record's attributes, time, offset and length at their longest (21). */
  private static final int OVERHEAD = 61 + 21;

  /** The length that precedes a key, a value, a header's name or value, at its longest. */
  private static final int LENGTH = 5;

  private static final int BYTES_PER_CHAR = 3;

  private RecordSize() {}

  static long upperBound(final int keyBytes, final int valueBytes, final Headers headers) {
    long bytes = OVERHEAD + LENGTH + (long) keyBytes + LENGTH + valueBytes + LENGTH;
    for (final Header header : headers.toArray()) {
      bytes += LENGTH + (long) BYTES_PER_CHAR * header.key().length() + LENGTH + length(header.value());
    }
    return bytes;
  }

  static int length(final byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
