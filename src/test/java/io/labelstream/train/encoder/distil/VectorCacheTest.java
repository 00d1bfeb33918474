package io.labelstream.train.encoder.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
  private static final int DIMENSIONS = 2;
  private static final int TEXTS = 2 * HalfVectors.CHUNK + 10;
  private static final byte[] DIGEST = new byte[32];

  @TempDir private Path folder;

  @Test
  void shouldKeepAllVectors() throws Exception {
    // Given
    fill();

    // When
    final HalfVectors read = read();

    // Then
    assertThat(read.rows()).isEqualTo(TEXTS);
    assertThat(vector(read, 0)).containsExactly(1, 1);
    assertThat(vector(read, HalfVectors.CHUNK)).containsExactly(2, 2);
    assertThat(vector(read, TEXTS - 1)).containsExactly(3, 3);
  }

  @Test
  void shouldGoOnAfterTheLastWholeChunk() throws Exception {
    // Given
    fill();
    try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 20);
    }

    // When
    try (VectorCache cache = open()) {
      final int rows = cache.read().rows();
      cache.add(chunk(4, cache.rowsOfChunk(rows)));
    }

    // Then
    final HalfVectors read = read();
    assertThat(read.rows()).isEqualTo(TEXTS);
    assertThat(vector(read, HalfVectors.CHUNK)).containsExactly(2, 2);
    assertThat(vector(read, TEXTS - 1)).containsExactly(4, 4);
  }

  @Test
  void shouldRefuseAFileThatAnotherTrainingHasOpen() throws Exception {
    // Given
    try (VectorCache cache = open()) {
      cache.read();

      // When / Then
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("another training finds the vectors in '" + file()
          + "' at the moment: wait until it ends, or name another folder");
    }
    assertThat(read().rows()).isZero();
  }

  @Test
  void shouldForgetAChunkThatWasChangedAndAllAfterIt() throws Exception {
    // Given
    fill();
    flip(5000);

    // When
    final HalfVectors read = read();

    // Then
    assertThat(read.rows()).isEqualTo(HalfVectors.CHUNK);
  }

  @Test
  void shouldForgetAFileOfAnotherForm() throws Exception {
    // Given
    fill();
    flip(0);

    // When
    final HalfVectors read = read();

    // Then
    assertThat(read.rows()).isZero();
  }

  @Test
  void shouldKeepTheVectorsOfOtherTextsApart() throws Exception {
    // Given
    fill();
    final byte[] other = DIGEST.clone();
    other[0] = 1;

    // When
    final HalfVectors read;
    try (VectorCache cache = VectorCache.open(folder, DIMENSIONS, TEXTS, other)) {
      read = cache.read();
    }

    // Then
    assertThat(read.rows()).isZero();
    assertThat(read().rows()).isEqualTo(TEXTS);
  }

  private void fill() throws IOException {
    try (VectorCache cache = open()) {
      int rows = cache.read().rows();
      for (int value = 1; rows < TEXTS; value++) {
        cache.add(chunk(value, cache.rowsOfChunk(rows)));
        rows += cache.rowsOfChunk(rows);
      }
    }
  }

  private HalfVectors read() throws IOException {
    try (VectorCache cache = open()) {
      return cache.read();
    }
  }

  private VectorCache open() throws IOException {
    return VectorCache.open(folder, DIMENSIONS, TEXTS, DIGEST);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private void flip(final long place) throws IOException {
    try (FileChannel file = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      final ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, place);
      file.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), place);
    }
  }

  private static short[] chunk(final float value, final int rows) {
    final short[] chunk = new short[rows * DIMENSIONS];
    Arrays.fill(chunk, Float.floatToFloat16(value));
    return chunk;
  }

  private static float[] vector(final HalfVectors vectors, final int row) {
    final float[] vector = new float[DIMENSIONS];
    vectors.get(row, vector);
    return vector;
  }
}
