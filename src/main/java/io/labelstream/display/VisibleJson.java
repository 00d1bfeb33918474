package io.labelstream.display;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON that may be looked at on a terminal: characters that {@link VisibleText} replaces are escaped ({@code \}{@code u202E}), so that programs read
 * the same text.
 * JSON itself demands this for the controls below U+0020 only.
 */
public final class VisibleJson {
  private static final int FIRST_OF_LATIN_1 = 0x80;

  private VisibleJson() {}

  /** A factory of generators. */
  public static JsonFactory factory() {
    return new JsonFactory().setCharacterEscapes(new Escapes());
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;

    private final int[] ascii = standardAsciiEscapesForJSON();

    Escapes() {
      ascii[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(final int unit) {
      // The surrogates of a character beyond U+FFFF come one by one.
      final boolean seen = unit < FIRST_OF_LATIN_1 || Character.isSurrogate((char) unit) || VisibleText.of(unit) == unit;
      return seen ? null : new SerializedString(String.format("\\u%04X", unit));
    }
  }
}
