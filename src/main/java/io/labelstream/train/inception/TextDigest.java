package io.labelstream.train.inception;

import io.labelstream.train.inception.text.DividedTexts.TrainingSet;
import io.labelstream.train.inception.text.EncodedTexts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a training: of its texts and settings. */
final class TextDigest {
  private final MessageDigest digest;

  private TextDigest() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has SHA-256", e);
    }
  }

  static byte[] of(final TrainingSet set, final TrainingSettings settings) {
    final TextDigest digest = new TextDigest();
    digest.add(settings.toString().getBytes(StandardCharsets.UTF_8));
    digest.add(set.training().vocabulary());
    digest.add(set.training().labels());
    digest.add(set.training().texts());
    set.validation().ifPresent(digest::add);
    return digest.digest.digest();
  }

  private void add(final EncodedTexts texts) {
    add(texts.wordStarts());
    add(texts.words());
    add(texts.labelStarts());
    add(texts.labels());
  }

  private void add(final byte[][] names) {
    add(new int[] {names.length});
    for (final byte[] name : names) {
      add(name);
    }
  }

  private void add(final byte[] bytes) {
    add(new int[] {bytes.length});
    digest.update(bytes);
  }

  private void add(final int[] numbers) {
    final ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);
    for (final int number : numbers) {
      digest.update(bytes.clear().putInt(number).flip());
    }
  }
}
