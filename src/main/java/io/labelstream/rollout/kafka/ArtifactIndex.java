package io.labelstream.rollout.kafka;

import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.wire.UndecodableValueException;
import io.labelstream.wire.avro.ArtifactChunk;
import io.labelstream.wire.internal.SingleObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/**
 * The places of an artefact's chunks on a partition of the artefact topic: the contents of the record that a location names,
 * {@code schemas/ArtifactIndex.avsc}.
 *
 * @param sha256 the artefact's digest
 * @param bytes its size
 * @param chunks its chunks, in order
 */
record ArtifactIndex(String sha256, long bytes, List<Chunk> chunks) {
  /** The most bytes of a chunk. Every chunk that we upload has as many, except for the last one. */
  static final int CHUNK_BYTES = 512 << 10;
  /** The most chunks for which an index has room in a record. */
  static final int MOST_CHUNKS = 20_000;
  /** The most bytes of a record of the artefact topic. */
  static final int LARGEST_RECORD = 1 << 20;

  private static final SingleObject<io.labelstream.wire.avro.ArtifactIndex> INDEXES =
      new SingleObject<>(io.labelstream.wire.avro.ArtifactIndex.getClassSchema());

  ArtifactIndex {
    chunks = List.copyOf(chunks);
  }

  /**
   * A chunk.
   *
   * @param offset its offset
   * @param bytes its size
   * @param sha256 its digest
   */
  record Chunk(long offset, int bytes, String sha256) {}

  /** The number of chunks that an artefact is uploaded in. */
  static long count(final long bytes) {
    return (bytes - 1) / CHUNK_BYTES + 1;
  }

  /** The size of a chunk of an artefact that is uploaded. */
  static int size(final long bytes, final long chunk) {
    return (int) Math.min(CHUNK_BYTES, bytes - chunk * CHUNK_BYTES);
  }

  /** The key of a chunk; nobody reads by it. */
  static byte[] chunkKey(final String sha256, final long chunk) {
    return (sha256 + "/" + String.format(Locale.ROOT, "%08d", chunk)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The key of the index; nobody reads by it. */
  byte[] key() {
    return (sha256 + "/index").getBytes(StandardCharsets.US_ASCII);
  }

  byte[] encode() {
    final List<ArtifactChunk> encoded = new ArrayList<>(chunks.size());
    chunks.forEach(chunk -> encoded.add(
        new ArtifactChunk(chunk.offset(), chunk.bytes(), ByteBuffer.wrap(HexFormat.of().parseHex(chunk.sha256())))));
    return INDEXES.encode(new io.labelstream.wire.avro.ArtifactIndex(new Utf8(sha256), bytes, encoded));
  }

  /** @throws UndecodableValueException if the value is no index */
  static ArtifactIndex decode(final byte[] value) throws UndecodableValueException {
    final GenericRecord read = INDEXES.decode(value);
    final List<Chunk> chunks = new ArrayList<>();
    for (final Object each : (List<?>) read.get("chunks")) {
      final GenericRecord chunk = (GenericRecord) each;
      final ByteBuffer digest = (ByteBuffer) chunk.get("sha256");
      chunks.add(new Chunk((Long) chunk.get("offset"), (Integer) chunk.get("bytes"),
          HexFormat.of().formatHex(digest.array(), digest.arrayOffset() + digest.position(), digest.arrayOffset() + digest.limit())));
    }
    return new ArtifactIndex(read.get("sha256").toString(), (Long) read.get("bytes"), chunks);
  }

  /**
   * The reason why this is not the artefact's index, or contradicts itself; to be asked before anything in it is used.
   *
   * @param offset the index's own
   */
  Optional<String> objection(final ArtifactReference reference, final long offset) {
    if (!sha256.equals(reference.sha256()) || bytes != reference.bytes()) {
      return Optional.of("it is of the artefact " + sha256 + " with " + bytes + " bytes, expected " + reference.sha256() + " with " + reference.bytes());
    }
    long sum = 0;
    long before = -1;
    for (final Chunk chunk : chunks) {
      if (chunk.bytes() < 1 || chunk.bytes() > CHUNK_BYTES) {
        return Optional.of("a chunk is to have " + chunk.bytes() + " bytes, expected 1 to " + CHUNK_BYTES);
      }
      if (chunk.offset() <= before || chunk.offset() >= offset) {
        return Optional.of("a chunk is to be at offset " + chunk.offset() + ", expected one after " + before + " and before the index's, " + offset);
      }
      before = chunk.offset();
      sum += chunk.bytes();
    }
    return sum == bytes ? Optional.empty() : Optional.of("its chunks are to have " + sum + " bytes together, expected " + bytes);
  }
}
