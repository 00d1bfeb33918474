package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.model.ModelRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Coded texts: what was written is read, and anything else is refused. */
class CodedTextsPropertyTest {

  @Property(tries = 500)
  void shouldReadTheTextsThatWereWritten(@ForAll @Size(max = 40) final List<@Size(max = 40) String> words, @ForAll final boolean sorted) throws Exception {
    // Given
    final List<byte[]> texts = new ArrayList<>();
    words.forEach(word -> texts.add(withoutZeros(word.getBytes(StandardCharsets.ISO_8859_1))));
    if (sorted) {
      texts.sort(Arrays::compareUnsigned);
    }
    // When
    final byte[] section = CodedTexts.write(texts);
    // Then
    assertThat(CodedTexts.read(section, "words", texts.size())).containsExactlyElementsOf(texts);
  }

  @Property(tries = 500)
  void shouldStopReadingATextThatIsTooLong(@ForAll @Size(max = 30) final byte[] stream, @ForAll @IntRange(max = 200) final int longest) {
    // Given
    final TextCoder reader = new TextCoder(new BitReader(stream), longest);
    for (int count = 0; count < 5; count++) {
      // When
      final byte[] text = reader.read(longest);
      // Then
      assertThat(text.length).isLessThanOrEqualTo(longest + 1);
    }
  }

  @Property(tries = 500)
  void shouldReadAsManyTextsOrRefuseTheSection(@ForAll @Size(max = 60) final byte[] section, @ForAll @IntRange(max = 40) final int count) {
    // When
    final Throwable refusal = catchThrowable(() -> assertThat(CodedTexts.read(section, "words", count)).hasSize(count));
    // Then
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(ModelRefusedException.class);
    }
  }

  private static byte[] withoutZeros(final byte[] bytes) {
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = bytes[index] == 0 ? 1 : bytes[index];
    }
    return bytes;
  }
}
