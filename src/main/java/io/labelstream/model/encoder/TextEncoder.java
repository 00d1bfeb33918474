package io.labelstream.model.encoder;

/**
 * An opened encoder, off the heap, shared by all threads.
 *
 * <p>Thread-safe. Closing it frees its memory at once; sessions then throw a {@link io.labelstream.model.ModelClosedException}.
 */
public interface TextEncoder extends AutoCloseable {
  /** The number of dimensions of a text's vector. */
  int dimensions();

  /** A session for one thread. */
  EncoderSession newSession();

  @Override
  void close();
}
