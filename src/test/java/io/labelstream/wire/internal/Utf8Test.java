package io.labelstream.wire.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void shouldAgreeWithTheJdkOnAllPairsOfBytesAndTheEdgesOfWhatFollows() {
    final int[] edges = {0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    final byte[] bytes = new byte[4];
    for (int pair = 0x8000; pair < 0x10000; pair++) {
      bytes[0] = (byte) (pair >> 8);
      bytes[1] = (byte) pair;
      for (final int third : edges) {
        for (final int fourth : edges) {
          bytes[2] = (byte) third;
          bytes[3] = (byte) fourth;
          assertAgrees(bytes, 0, 4);
        }
      }
    }
  }

  @Property(tries = 2_000)
  void shouldAgreeWithTheJdkOnMixedTexts(@ForAll final long seed) {
    final Random random = new Random(seed);
    final ByteBuffer buffer = ByteBuffer.allocate(200);
    while (buffer.remaining() > 8) {
      switch (random.nextInt(4)) {
        case 0 -> buffer.put("plain ascii".getBytes(StandardCharsets.UTF_8), 0, 1 + random.nextInt(8));
        case 1 -> buffer.put(new String(Character.toChars(random.nextInt(0xD800))).getBytes(StandardCharsets.UTF_8));
        case 2 -> buffer.put(new String(Character.toChars(0x10000 + random.nextInt(0x100000))).getBytes(StandardCharsets.UTF_8));
        default -> {
          if (random.nextInt(30) == 0) {
            buffer.put((byte) random.nextInt());
          }
        }
      }
    }
    final int offset = random.nextInt(5);
    assertAgrees(buffer.array(), offset, buffer.position() - offset - random.nextInt(5));
  }

  private static void assertAgrees(final byte[] bytes, final int offset, final int length) {
    final int ours = Utf8.firstMalformed(bytes, offset, length);
    final int jdks = jdks(bytes, offset, length);
    if (ours != jdks) {
      assertThat(ours).isEqualTo(jdks);
    }
  }

  private static int jdks(final byte[] bytes, final int offset, final int length) {
    final ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    final CoderResult result = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(in, CharBuffer.allocate(length + 1), true);
    return result.isError() ? in.position() : -1;
  }
}
