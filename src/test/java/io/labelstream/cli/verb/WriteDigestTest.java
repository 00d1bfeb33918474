package io.labelstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteDigestTest {

  /** Takes at most so many bytes at once. */
  private static final class Sluggish implements WritableByteChannel {
    private static final int MOST = 100_000;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final WritableByteChannel target = Channels.newChannel(taken);

    @Override
    public int write(final ByteBuffer bytes) throws IOException {
      final int count = Math.min(MOST, bytes.remaining());
      target.write(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldPassOnAndDigestAllBytesWhenTheTargetTakesAFewAtATime() throws Exception {
    // Given
    final byte[] bytes = new byte[3_000_000];
    new Random(5).nextBytes(bytes);
    final Sluggish target = new Sluggish();
    final String sha256;
    // When
    try (WriteDigest digest = new WriteDigest()) {
      final WritableByteChannel channel = digest.to(target);
      final ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      sha256 = digest.sha256();
    }
    // Then
    assertThat(target.taken.toByteArray()).isEqualTo(bytes);
    assertThat(sha256).isEqualTo(Sha256.of(bytes));
  }

  @Test
  void shouldGiveTheDigestOfNothingWhenNothingIsWritten() throws Exception {
    // Given
    try (WriteDigest digest = new WriteDigest()) {
      // When
      final String sha256 = digest.sha256();
      // Then
      assertThat(sha256).isEqualTo(Sha256.of(new byte[0]));
    }
  }
}
