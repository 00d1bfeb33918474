package io.labelstream.wire.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.labelstream.wire.UndecodableValueException;
import java.io.IOException;

/**
 * Reads JSON that others have written, wherever there is a text in it: strictly by RFC 8259, in UTF-8, with or without a byte order
 * mark, nested up to {@value #MOST_LEVELS} levels. Names, strings and numbers may be as long as the document. Thread-safe.
 *
 * <p>The meaning of fields is left to the caller: a field that it asks for must not be there twice, and an escaped surrogate that is unpaired becomes U+FFFD
 * where its text is encoded.
 */
public final class StrictJson {
  /** How deep arrays and objects may lie in each other. */
  public static final int MOST_LEVELS = 1_000;

  private static final JsonFactory FACTORY = factory();

  private StrictJson() {}

  /**
   * A parser of a document. Its exceptions may quote the document: see {@link #refusal}.
   *
   * @throws UndecodableValueException if the document is not UTF-8
   */
  public static JsonParser parser(final byte[] document, final int offset, final int length) throws IOException, UndecodableValueException {
    final int malformed = Utf8.firstMalformed(document, offset, length);
    if (malformed >= 0) {
      throw new UndecodableValueException("JSON value of " + length + " bytes is not UTF-8, see byte " + (malformed - offset));
    }
    if (length > 1 && (document[offset] == 0 || document[offset + 1] == 0)) {
      // The parser would accept it.
      throw new UndecodableValueException("JSON value of " + length + " bytes is UTF-16 or UTF-32, UTF-8 is needed");
    }
    return FACTORY.createParser(document, offset, length);
  }

  /** A parser's failure on a document, without any of its content. */
  public static UndecodableValueException refusal(final IOException failure, final int length) {
    final String value = "JSON value of " + length + " bytes is ";
    final String place = failure instanceof JsonProcessingException json && json.getLocation() != null
        ? ", see byte " + json.getLocation().getByteOffset()
        : "";
    // Only the depth is bounded.
    return new UndecodableValueException(failure instanceof StreamConstraintsException
        ? value + "nested deeper than " + MOST_LEVELS + " levels" + place
        : value + "not valid JSON" + place);
  }

  private static JsonFactory factory() {
    // Names come from strangers and are not interned. Nothing can be longer than the document, so nothing needs a limit of its own.
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MOST_LEVELS)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build())
        .build();
  }
}
